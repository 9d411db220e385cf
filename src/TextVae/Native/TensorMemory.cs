using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;

namespace TextVae.Native;

/// <summary>Pointers into the memory of tensors. They are good as long as the tensor is.</summary>
internal static unsafe class TensorMemory
{
    /// <summary>The numbers of a tensor.</summary>
    /// <exception cref="ArgumentException">The tensor is not float32, or has another number of elements.</exception>
    /// <exception cref="InvalidOperationException">It is not on the CPU, or not contiguous.</exception>
    public static float* Floats(torch.Tensor tensor, long count) => (float*)Start(tensor, torch.ScalarType.Float32, count);

    /// <summary>The ids of a tensor; as <see cref="Floats"/>, of int64.</summary>
    public static long* Ids(torch.Tensor tensor, long count) => (long*)Start(tensor, torch.ScalarType.Int64, count);

    private static void* Start(torch.Tensor tensor, torch.ScalarType type, long count)
    {
        if (tensor.dtype != type || tensor.numel() != count)
        {
            throw new ArgumentException(
                $"The tensor holds {tensor.numel()} numbers of type {tensor.dtype}; {count} of type {type} are wanted.", nameof(tensor));
        }

        if (tensor.numel() * tensor.ElementSize <= int.MaxValue)
            return Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));
        // A span ends at 2 GiB; the first row of a larger tensor starts at the same place.
        if (!tensor.is_contiguous())
            throw new InvalidOperationException("The tensor is not contiguous.");
        using var first = tensor.view(-1).narrow(0, 0, 1);
        return Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }
}

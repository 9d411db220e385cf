using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Training;

/// <summary>Whole-model views of gradients.</summary>
internal static class Gradients
{
    /// <summary>The Euclidean norm of all gradients together, summed in double precision.</summary>
    public static double Norm(IEnumerable<Parameter> parameters)
    {
        var sum = 0.0;
        foreach (var parameter in parameters)
        {
            using var gradient = parameter.grad;
            if (gradient is not null)
                sum += SumOfSquares(Values(gradient));
        }

        return Math.Sqrt(sum);
    }

    /// <summary>The factor that brings a gradient of this norm down to the limit; 1 below it or without a limit.</summary>
    public static double ClipFactor(double norm, double limit) => limit > 0 && norm > limit ? limit / norm : 1;

    /// <summary>The memory of a contiguous float32 tensor on the CPU.</summary>
    public static Span<float> Values(torch.Tensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.bytes);

    private static double SumOfSquares(ReadOnlySpan<float> values)
    {
        // Float lanes over short blocks, double over blocks: fast, and exact enough for millions of values.
        const int block = 4096;
        var total = 0.0;
        while (values.Length > 0)
        {
            var part = values[..Math.Min(block, values.Length)];
            values = values[part.Length..];
            var lanes = Vector<float>.Zero;
            var i = 0;
            for (; i <= part.Length - Vector<float>.Count; i += Vector<float>.Count)
            {
                var v = new Vector<float>(part[i..]);
                lanes += v * v;
            }

            total += Vector.Sum(lanes);
            for (; i < part.Length; i++)
                total += (double)part[i] * part[i];
        }

        return total;
    }
}

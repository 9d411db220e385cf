using System.Numerics;
using TextVae.Native;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Training;

/// <summary>Whole-model views of gradients.</summary>
internal static unsafe class Gradients
{
    /// <summary>The Euclidean norm of all gradients together, summed in double precision.</summary>
    public static double Norm(IEnumerable<Parameter> parameters)
    {
        using var scope = torch.NewDisposeScope();
        torch.Tensor[] gradients = [.. parameters.Select(parameter => parameter.grad).OfType<torch.Tensor>().Select(g => g.contiguous())];
        if (gradients.Any(gradient => gradient.device_type != DeviceType.CPU))
            return PlainNorm(gradients);
        var blocks = ParameterBlock.Of(gradients.Select(gradient => gradient.numel()));
        var starts = Array.ConvertAll(gradients, Start);
        var sums = new double[blocks.Length];
        Workers.For(blocks.Length, i =>
        {
            var block = blocks[i];
            sums[i] = SumOfSquares(new ReadOnlySpan<float>((float*)starts[block.Tensor] + block.Start, block.Length));
        });
        return Math.Sqrt(sums.Sum());
    }

    /// <summary>The same in torch operations, for any device.</summary>
    internal static double PlainNorm(torch.Tensor[] gradients)
    {
        using var scope = torch.NewDisposeScope();
        return Math.Sqrt(torch.stack(gradients.Select(gradient => gradient.Square().sum(torch.ScalarType.Float64))).sum().ToDouble());
    }

    /// <summary>The factor that brings a gradient of this norm down to the limit; 1 below it or without a limit.</summary>
    public static double ClipFactor(double norm, double limit) => limit > 0 && norm > limit ? limit / norm : 1;

    /// <summary>Where a tensor begins; as a number, because pointers fit into no array.</summary>
    public static nint Start(torch.Tensor tensor) => (nint)TensorMemory.Floats(tensor, tensor.numel());

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

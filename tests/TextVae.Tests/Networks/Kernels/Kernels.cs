using TextVae.Native;
using TextVae.Networks;
using TextVae.Networks.Kernels;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Tests.Networks.Kernels;

/// <summary>Forces kernels for the time of a test.</summary>
internal sealed class Kernels : IDisposable
{
    private readonly KernelChoice _choice = KernelSet.Choice;
    private readonly Precision _precision = NativeRuntime.Precision;

    private Kernels(KernelChoice choice, Precision precision)
    {
        KernelSet.Choice = choice;
        NativeRuntime.Precision = precision;
    }

    /// <summary>Every width of vectors that this processor has, in both precisions if it multiplies both.</summary>
    public static TheoryData<string, Precision> All
    {
        get
        {
            var data = new TheoryData<string, Precision>();
            foreach (var path in VectorPaths.Here)
            {
                data.Add(path.ToString(), Precision.Float32);
                if (MicroKernel.HasBFloat16)
                    data.Add(path.ToString(), Precision.BFloat16);
            }

            return data;
        }
    }

    /// <summary>The same with every recurrent cell.</summary>
    public static TheoryData<CellKind, string, Precision> OfEveryCell
    {
        get
        {
            var data = new TheoryData<CellKind, string, Precision>();
            foreach (var (cell, kernels) in Enum.GetValues<CellKind>().SelectMany(cell => All.Select(row => (cell, row.Data))))
                data.Add(cell, kernels.Item1, kernels.Item2);
            return data;
        }
    }

    public static Kernels Plain() => new(KernelChoice.Best with { IsPlain = true }, Precision.Float32);

    /// <summary>What CUDA computes with, on the processor.</summary>
    public static Kernels Libtorch() => new(KernelChoice.Best with { IsLibtorch = true }, Precision.Float32);

    public static Kernels Fused(string path, Precision precision) =>
        new(new KernelChoice(IsPlain: false, Enum.Parse<VectorPath>(path)), precision);

    /// <summary>
    /// Whether two tensors are the same but for rounding: to 1e-5 of the largest number in float32, to 2 % of it in
    /// bfloat16, whose operands have 8 bits.
    /// </summary>
    public static void AssertClose(torch.Tensor expected, torch.Tensor actual, Precision precision, string what)
    {
        using var scope = torch.NewDisposeScope();
        Assert.Equal(expected.shape, actual.shape);
        var tolerance = precision == Precision.BFloat16 ? 2e-2 : 1e-5;
        var scale = Math.Max(expected.abs().max().ToDouble(), 1e-3);
        var difference = (expected - actual).abs().max().ToDouble();
        Assert.True(difference <= tolerance * scale, $"{what} differs by {difference}, and the largest number is {scale}.");
    }

    /// <summary>The value of a function and its gradients in parameters, weighted by a fixed random tensor.</summary>
    public static torch.Tensor[] ValueAndGradients(Func<torch.Tensor> function, params Parameter[] parameters)
    {
        foreach (var parameter in parameters)
            parameter.grad = null;
        var value = function();
        torch.random.manual_seed(99);
        (value * torch.randn(value.shape)).sum().backward();
        return [value.detach(), .. parameters.Select(parameter => parameter.grad!.clone())];
    }

    public void Dispose()
    {
        KernelSet.Choice = _choice;
        NativeRuntime.Precision = _precision;
    }
}

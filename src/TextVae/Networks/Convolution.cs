using TextVae.Networks.Kernels;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Networks;

/// <summary>
/// A convolution over time: the output at a position is an affine map of the inputs in a window around it, zeros beyond
/// both ends, so that a sequence keeps its length.
/// </summary>
internal sealed class Convolution : torch.nn.Module
{
    private readonly int _width;

    /// <summary>Makes the layer with weights uniform in ±1/√(width · inputs) and a bias of zero.</summary>
    /// <param name="inputs">Features at a position.</param>
    /// <param name="outputs">Features of the result.</param>
    /// <param name="width">Positions of the window, an odd number.</param>
    public Convolution(long inputs, long outputs, int width)
        : base(nameof(Convolution))
    {
        _width = width;
        Weight = Initialisation.Uniform(1 / Math.Sqrt(width * inputs), outputs, width * inputs);
        Bias = Initialisation.Constant(0, outputs);
        register_parameter("weight", Weight);
        register_parameter("bias", Bias);
    }

    /// <summary>[outputs, width · inputs]: the positions of the window one after the other, the earliest first.</summary>
    public Parameter Weight { get; }

    /// <summary>[outputs].</summary>
    public Parameter Bias { get; }

    /// <summary>Maps [time, batch, inputs] to [time, batch, outputs].</summary>
    public torch.Tensor Forward(torch.Tensor steps)
    {
        var (time, batch) = (steps.shape[0], steps.shape[1]);
        var ends = _width / 2;
        var padded = torch.nn.functional.pad(steps, [0, 0, 0, 0, ends, ends]);
        // Side by side, a window is a row of one product with the whole weight, which the kernels do fast.
        var windows = torch.cat([.. Enumerable.Range(0, _width).Select(offset => padded.narrow(0, offset, time))], 2);
        return Projection.Run(windows.flatten(0, 1), Weight, Bias).view(time, batch, -1);
    }
}

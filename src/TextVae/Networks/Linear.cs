using TextVae.Networks.Kernels;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Networks;

/// <summary>An affine map, y = W x + b.</summary>
internal sealed class Linear : torch.nn.Module
{
    /// <summary>Makes the map with weights uniform in ±1/√inputs and a bias of zero.</summary>
    public Linear(long inputs, long outputs)
        : this(inputs, outputs, 1 / Math.Sqrt(inputs))
    {
    }

    /// <summary>Makes the map with weights uniform in ±<paramref name="bound"/> and a bias of zero.</summary>
    internal Linear(long inputs, long outputs, double bound)
        : base(nameof(Linear))
    {
        Weight = Initialisation.Uniform(bound, outputs, inputs);
        Bias = Initialisation.Constant(0, outputs);
        register_parameter("weight", Weight);
        register_parameter("bias", Bias);
    }

    /// <summary>W, [outputs, inputs].</summary>
    public Parameter Weight { get; }

    /// <summary>b, [outputs].</summary>
    public Parameter Bias { get; }

    /// <summary>Maps [..., inputs] to [..., outputs].</summary>
    public torch.Tensor Forward(torch.Tensor input) => torch.nn.functional.linear(input, Weight, Bias);

    /// <summary>
    /// The same of many rows, [..., inputs] to [..., outputs], in the precision of the kernels where they serve.
    /// </summary>
    internal torch.Tensor ForwardRows(torch.Tensor input) =>
        Projection.Run(input.reshape(-1, Weight.shape[1]), Weight, Bias).view([.. input.shape[..^1], Weight.shape[0]]);
}

using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Networks;

/// <summary>An affine map, y = W x + b.</summary>
public sealed class Linear : torch.nn.Module
{
    /// <summary>Makes the map with weights uniform in ±1/√inputs and a bias of zero.</summary>
    public Linear(long inputs, long outputs)
        : base(nameof(Linear))
    {
        Weight = Initialisation.Uniform(1 / Math.Sqrt(inputs), outputs, inputs);
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
}

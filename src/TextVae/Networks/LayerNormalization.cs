using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Networks;

/// <summary>
/// The features of each position by themselves brought to mean 0 and variance 1, then scaled and shifted (Ba et al. 2016).
/// Nothing of another position or another sentence takes part.
/// </summary>
internal sealed class LayerNormalization : torch.nn.Module
{
    private readonly Parameter _weight;
    private readonly Parameter _bias;

    /// <summary>Makes the layer; at first it scales by 1 and shifts by 0.</summary>
    public LayerNormalization(long features)
        : base(nameof(LayerNormalization))
    {
        _weight = Initialisation.Constant(1, features);
        _bias = Initialisation.Constant(0, features);
        register_parameter("weight", _weight);
        register_parameter("bias", _bias);
    }

    /// <summary>Maps [..., features] to the same shape.</summary>
    public torch.Tensor Forward(torch.Tensor values) =>
        torch.nn.functional.layer_norm(values, [_weight.shape[0]], _weight, _bias);
}

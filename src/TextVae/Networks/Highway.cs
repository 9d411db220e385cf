using TorchSharp;

namespace TextVae.Networks;

/// <summary>
/// A highway layer (Srivastava et al. 2015): y = t ⊙ g(x) + (1 − t) ⊙ x with a gate t = σ(W_t x + b_t) and a transform
/// g(x) = ELU(W_g x + b_g). The gate's bias starts at −1, so that at first most of x passes unchanged.
/// </summary>
internal sealed class Highway : torch.nn.Module
{
    private readonly Linear _transform;
    private readonly Linear _gate;

    /// <summary>Makes a layer from <paramref name="size"/> to <paramref name="size"/> features.</summary>
    public Highway(long size)
        : base(nameof(Highway))
    {
        _transform = new Linear(size, size);
        _gate = new Linear(size, size);
        using (torch.no_grad())
            _gate.Bias.FillInPlace(-1);
        register_module("transform", _transform);
        register_module("gate", _gate);
    }

    /// <summary>Maps [batch, size] to [batch, size].</summary>
    public torch.Tensor Forward(torch.Tensor x)
    {
        var gate = _gate.Forward(x).sigmoid();
        return (gate * _transform.Forward(x).Elu()).Plus(gate.neg().Plus(1) * x);
    }
}

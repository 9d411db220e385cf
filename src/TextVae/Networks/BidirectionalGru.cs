using TextVae.Batches;
using TorchSharp;

namespace TextVae.Networks;

/// <summary>
/// Two gated recurrent layers, one from the first word to the last and one from the last to the first. The backward
/// layer reads each sentence reversed within its own length, so that padding comes after both and never before.
/// </summary>
public sealed class BidirectionalGru : torch.nn.Module
{
    private readonly GruLayer _forward;
    private readonly GruLayer _backward;

    /// <summary>Makes the two layers of <paramref name="hidden"/> features each.</summary>
    public BidirectionalGru(long inputs, long hidden)
        : base(nameof(BidirectionalGru))
    {
        _forward = new GruLayer(inputs, hidden);
        _backward = new GruLayer(inputs, hidden);
        register_module("forward", _forward);
        register_module("backward", _backward);
    }

    /// <summary>Runs both directions.</summary>
    /// <param name="inputs">[time, batch, inputs].</param>
    /// <param name="batch">The batch the inputs belong to.</param>
    /// <returns>The states of both directions side by side, [time, batch, 2 · hidden], each at the position of the word
    /// it has just read.</returns>
    public torch.Tensor Forward(torch.Tensor inputs, Batch batch)
    {
        var forward = _forward.Forward(inputs);
        var backward = Reverse(_backward.Forward(Reverse(inputs, batch)), batch);
        return torch.cat([forward, backward], 2);
    }

    private static torch.Tensor Reverse(torch.Tensor steps, Batch batch) =>
        steps.flatten(0, 1).index_select(0, batch.Reversal).view(steps.shape);
}

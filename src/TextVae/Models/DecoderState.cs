using TextVae.Networks;
using TorchSharp;

namespace TextVae.Models;

/// <summary>Where the decoder stands in a batch of texts being generated.</summary>
/// <param name="Layers">The state of each recurrent layer, the one that reads words first; none of a Transformer.</param>
/// <param name="Context">What stands beside every word vector, or is given to each layer of a Transformer,
/// [batch, latent + label_embedding]: z after the highway layer and the vector of the label, whichever there is; null for
/// neither.</param>
/// <param name="Skip">What z adds to each state before the softmax, [batch, hidden]; null where it adds nothing.</param>
/// <param name="Transformer">Where a Transformer stands; null for recurrent layers.</param>
internal sealed record DecoderState(
    IReadOnlyList<RecurrentState> Layers, torch.Tensor? Context, torch.Tensor? Skip = null, TransformerState? Transformer = null)
    : IDisposable
{
    /// <summary>What predicts the next word, [batch, hidden].</summary>
    public torch.Tensor State => Skip is null ? Hidden : Hidden.Plus(Skip);

    /// <summary>The last layer's state, [batch, hidden].</summary>
    internal torch.Tensor Hidden => Transformer?.Hidden ?? Layers[^1].Hidden;

    /// <summary>The rows named by int64 [rows] indices, in their order; a row may be taken more than once.</summary>
    public DecoderState Select(torch.Tensor rows) => new(
        [.. Layers.Select(layer => layer.Select(rows))], Context?.index_select(0, rows), Skip?.index_select(0, rows),
        Transformer?.Select(rows));

    /// <summary>Takes the tensors out of every dispose scope: they live until this is disposed.</summary>
    internal DecoderState DetachFromScope() => new(
        [.. Layers.Select(layer => new RecurrentState(
            layer.Hidden.DetachFromDisposeScope(), layer.Cell?.DetachFromDisposeScope()))],
        Context?.DetachFromDisposeScope(),
        Skip?.DetachFromDisposeScope(),
        Transformer?.DetachFromScope());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in Layers)
            layer.Dispose();
        Context?.Dispose();
        Skip?.Dispose();
        Transformer?.Dispose();
    }
}

using TorchSharp;

namespace TextVae.Networks;

/// <summary>Where a causal Transformer stands in each text of a batch; all have read as many words.</summary>
/// <param name="Hidden">The last layer's state at the last word, [batch, hidden]; zeros before the first.</param>
/// <param name="Layers">What the words so far have shown to each layer, the first one first.</param>
internal sealed record TransformerState(torch.Tensor Hidden, IReadOnlyList<KeysAndValues> Layers) : IDisposable
{
    /// <summary>The rows named by int64 [rows] indices, in their order; a row may be taken more than once.</summary>
    public TransformerState Select(torch.Tensor rows) =>
        new(Hidden.index_select(0, rows), [.. Layers.Select(layer => layer.Select(rows))]);

    /// <summary>Takes the tensors out of every dispose scope: they live until this is disposed.</summary>
    internal TransformerState DetachFromScope() =>
        new(Hidden.DetachFromDisposeScope(), [.. Layers.Select(layer => layer.DetachFromScope())]);

    /// <inheritdoc/>
    public void Dispose()
    {
        Hidden.Dispose();
        foreach (var layer in Layers)
            layer.Dispose();
    }
}

using TorchSharp;

namespace TextVae.Networks;

/// <summary>What positions show of themselves to those that attend to them.</summary>
/// <param name="Keys">What a query is compared with, [batch, heads, positions, features].</param>
/// <param name="Values">What is averaged, of the same shape.</param>
internal sealed record KeysAndValues(torch.Tensor Keys, torch.Tensor Values) : IDisposable
{
    /// <summary>How many positions.</summary>
    public long Positions => Keys.shape[2];

    /// <summary>These positions, and others after them.</summary>
    public KeysAndValues Append(KeysAndValues others) =>
        new(torch.cat([Keys, others.Keys], 2), torch.cat([Values, others.Values], 2));

    /// <summary>The rows named by int64 [rows] indices, in their order; a row may be taken more than once.</summary>
    public KeysAndValues Select(torch.Tensor rows) => new(Keys.index_select(0, rows), Values.index_select(0, rows));

    /// <summary>Takes the tensors out of every dispose scope: they live until this is disposed.</summary>
    internal KeysAndValues DetachFromScope() => new(Keys.DetachFromDisposeScope(), Values.DetachFromDisposeScope());

    /// <inheritdoc/>
    public void Dispose()
    {
        Keys.Dispose();
        Values.Dispose();
    }
}

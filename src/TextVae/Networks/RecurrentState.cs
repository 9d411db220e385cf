using TorchSharp;

namespace TextVae.Networks;

/// <summary>Where a recurrent layer stands in each sentence of a batch.</summary>
/// <param name="Hidden">h, what the layer shows, [batch, hidden].</param>
/// <param name="Cell">c, the memory cell of an LSTM, [batch, hidden]; null for a GRU.</param>
internal sealed record RecurrentState(torch.Tensor Hidden, torch.Tensor? Cell) : IDisposable
{
    /// <summary>The state before the first word where nothing else is known: zeros of the type of another tensor.</summary>
    internal static RecurrentState Zeros(CellKind cell, long batch, torch.Tensor weightHidden)
    {
        torch.Tensor Zeros() => torch.zeros([batch, weightHidden.shape[1]], weightHidden.dtype, weightHidden.device);
        return new RecurrentState(Zeros(), cell.HasMemory() ? Zeros() : null);
    }

    /// <summary>The rows named by int64 [rows] indices, in their order; a row may be taken more than once.</summary>
    public RecurrentState Select(torch.Tensor rows) => new(Hidden.index_select(0, rows), Cell?.index_select(0, rows));

    /// <inheritdoc/>
    public void Dispose()
    {
        Hidden.Dispose();
        Cell?.Dispose();
    }
}

using TextVae.Batches;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>What goes through a decoder at once, so that memory stays the same however many samples there are.</summary>
/// <param name="Rows">Sentences times samples at which the products are as fast as they get.</param>
/// <param name="Tokens">Positions, padding among them, that keep the states of long reviews small.</param>
internal sealed record ChunkLimits(int Rows, long Tokens)
{
    public static readonly ChunkLimits Standard = new(512, 32_768);
}

/// <summary>
/// −ln p(x|z) of a decoder for many samples of z a sentence. Several samples go through it at once: a step of the recurrence
/// then is one product of many rows, which costs little more than one of few.
/// </summary>
internal sealed class DecoderLikelihood(VariationalAutoencoder model, Batch batch, ChunkLimits limits)
    : IConditionalLikelihood, IDisposable
{
    // A chunk is of the full size, or the last one.
    private readonly Dictionary<int, Batch> _repeated = [];

    /// <inheritdoc/>
    public IReadOnlyList<int> Sentences => batch.Sentences;

    /// <inheritdoc/>
    public IReadOnlyList<int> Tokens => batch.Lengths;

    /// <inheritdoc/>
    public int SamplesAtOnce =>
        (int)Math.Max(1, Math.Min(limits.Rows / batch.Size, limits.Tokens / ((long)batch.Time * batch.Size)));

    /// <inheritdoc/>
    public bool HasInformation => model.Information is not null;

    /// <inheritdoc/>
    public (torch.Tensor NegativeLogLikelihood, torch.Tensor? Information) Of(torch.Tensor z, bool withInformation)
    {
        var samples = (int)z.shape[0];
        var repeated = Repeated(samples);
        var rows = z.flatten(0, 1);
        var states = model.States(repeated, rows);
        var nll = model.Output.NegativeLogLikelihood(states, repeated).view(samples, batch.Size);
        var information = withInformation ? model.InformationBound(states, rows, repeated) : null;
        return (nll, information?.view(samples, batch.Size));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var repeated in _repeated.Values)
            repeated.Dispose();
    }

    private Batch Repeated(int times)
    {
        if (_repeated.TryGetValue(times, out var repeated))
            return repeated;
        // Made among the tensors of one chunk, it serves the next ones too.
        _repeated.Add(times, repeated = batch.Repeat(times).DetachFromDisposeScope());
        return repeated;
    }
}

using TextVae.Batches;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Models;

/// <summary>
/// The inference network of q(z|x) (§5.1): a recurrence over the words in both directions, a summary of its states, and the two
/// linear maps that give the Gaussian's sufficient statistics.
/// </summary>
public sealed class Encoder : torch.nn.Module
{
    private readonly BidirectionalRecurrence _recurrence;
    private readonly Linear _mu;
    private readonly Linear _logVariance;
    private readonly SummaryKind _summary;

    internal Encoder(ModelOptions options)
        : base(nameof(Encoder))
    {
        _summary = options.Summary;
        _recurrence = new BidirectionalRecurrence(options.Cell, options.Embedding, options.Hidden / 2);
        _mu = new Linear(options.Hidden, options.Latent);
        _logVariance = new Linear(options.Hidden, options.Latent);
        register_module("recurrence", _recurrence);
        register_module("mu", _mu);
        register_module("log_variance", _logVariance);
    }

    /// <summary>Reads a batch.</summary>
    /// <param name="words">Word vectors of the targets (words and end token).</param>
    /// <param name="batch">The batch they belong to.</param>
    /// <returns>q(z|x) of every sentence; it depends on no other sentence of the batch.</returns>
    public GaussianPosterior Forward(SequenceInputs words, Batch batch)
    {
        var summary = Summary.Of(_summary, _recurrence.Forward(words), batch);
        return new GaussianPosterior(_mu.Forward(summary), _logVariance.Forward(summary));
    }
}

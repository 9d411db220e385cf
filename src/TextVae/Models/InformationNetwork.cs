using TextVae.Batches;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Models;

/// <summary>
/// q_MI(z|x) (§4), which guesses z from what the decoder made of it: a recurrence in both directions over the decoder's
/// states, half of the hidden features a direction, the mean of its states, and the two linear maps of a Gaussian. No word is
/// given to it, because no gradient goes through words. As the states come from z and x, what it finds bounds what they say
/// of z, which may be more than the words do.
/// </summary>
internal sealed class InformationNetwork : torch.nn.Module
{
    private readonly BidirectionalRecurrence _recurrence;
    private readonly Linear _mu;
    private readonly Linear _logVariance;

    internal InformationNetwork(ModelOptions options)
        : base(nameof(InformationNetwork))
    {
        _recurrence = new BidirectionalRecurrence(options.Cell, options.Hidden, options.Hidden / 2);
        _mu = new Linear(options.Hidden, options.Latent);
        _logVariance = new Linear(options.Hidden, options.Latent);
        register_module("recurrence", _recurrence);
        register_module("mu", _mu);
        register_module("log_variance", _logVariance);
    }

    /// <summary>Reads the decoder's states.</summary>
    /// <param name="states">[time, batch, hidden], of <see cref="TextModel.States"/>.</param>
    /// <param name="batch">The batch they belong to.</param>
    /// <returns>q_MI(z|x) of every sentence; it depends on no other sentence of the batch.</returns>
    public GaussianPosterior Forward(torch.Tensor states, Batch batch)
    {
        var read = _recurrence.Forward(SequenceInputs.OfStates(states, batch.Lengths));
        var summary = Summary.Of(SummaryKind.Mean, read, batch);
        return new GaussianPosterior(_mu.Forward(summary), _logVariance.Forward(summary));
    }
}

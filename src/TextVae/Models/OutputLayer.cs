using TextVae.Batches;
using TextVae.Native;
using TextVae.Networks;
using TextVae.Networks.Kernels;
using TorchSharp;

namespace TextVae.Models;

/// <summary>The full softmax over the vocabulary.</summary>
public sealed class OutputLayer : torch.nn.Module
{
    private readonly Linear _linear;

    internal OutputLayer(long hidden, long words)
        : base(nameof(OutputLayer))
    {
        _linear = new Linear(hidden, words);
        register_module("linear", _linear);
    }

    /// <summary>W, [vocabulary, hidden].</summary>
    internal torch.Tensor Weight => _linear.Weight;

    /// <summary>b, [vocabulary].</summary>
    internal torch.Tensor Bias => _linear.Bias;

    /// <summary>
    /// −Σ_i ln p(x_i | …) of each sentence (the sum of equations 1 and 2), over its words and its end token. Padding is
    /// left out before the product, so it costs nothing and counts nothing.
    /// </summary>
    /// <param name="states">[time, batch, hidden].</param>
    /// <param name="batch">The batch with the targets.</param>
    /// <returns>Nats a sentence, [batch].</returns>
    public torch.Tensor NegativeLogLikelihood(torch.Tensor states, Batch batch)
    {
        var ofTokens = TokenNegativeLogLikelihood(states, batch);
        using var lap = StepClock.Measure(StepPart.Softmax);
        return torch.zeros(batch.Size, dtype: ofTokens.dtype).index_add(0, batch.SentenceOfToken, ofTokens, 1);
    }

    /// <summary>−ln p(x_i | …) of each token, in the order of the batch's real positions.</summary>
    /// <param name="states">[time, batch, hidden].</param>
    /// <param name="batch">The batch with the targets.</param>
    /// <returns>Nats, [tokens].</returns>
    internal torch.Tensor TokenNegativeLogLikelihood(torch.Tensor states, Batch batch)
    {
        using var lap = StepClock.Measure(StepPart.Softmax);
        var targets = batch.Targets.flatten().index_select(0, batch.RealPositions);
        return LinearCrossEntropy.Run(states.flatten(0, 1), _linear.Weight, _linear.Bias, targets, batch.RealPositions);
    }

    /// <summary>ln p of every next word, [batch, hidden] to [batch, vocabulary].</summary>
    public torch.Tensor LogProbabilities(torch.Tensor state) => _linear.Forward(state).log_softmax(1);
}

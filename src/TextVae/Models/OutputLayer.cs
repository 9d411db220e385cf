using TextVae.Batches;
using TextVae.Distributed;
using TextVae.Native;
using TextVae.Networks;
using TextVae.Networks.Kernels;
using TorchSharp;
using TorchSharp.Modules;
using Linear = TextVae.Networks.Linear;

namespace TextVae.Models;

/// <summary>
/// The full softmax over the vocabulary. Its weights are its own, or the word vectors (Inan et al. 2017; Press and Wolf 2017):
/// then the states pass a linear map to the features of a word vector, unless they have as many.
/// </summary>
internal sealed class OutputLayer : torch.nn.Module
{
    private readonly Linear? _linear;

    // Not the vectors themselves: TorchSharp would take what is in a field for a parameter of this layer's own.
    private readonly Func<Parameter>? _vectors;
    private readonly Parameter? _bias;
    private readonly Parameter? _map;

    // The vectors are its own from here on, as a hold of them: the embedding has another.
    internal OutputLayer(ModelOptions options, long words, Parameter vectors)
        : base(nameof(OutputLayer))
    {
        if (!options.IsTied)
        {
            vectors.Dispose();
            _linear = new Linear(options.Hidden, words);
            register_module("linear", _linear);
            return;
        }

        _vectors = () => vectors;
        _bias = Initialisation.Constant(0, words);
        register_parameter("bias", _bias);
        if (options.Hidden == options.Embedding)
            return;
        _map = Initialisation.Uniform(1 / Math.Sqrt(options.Hidden), options.Embedding, options.Hidden);
        register_parameter("map", _map);
    }

    /// <summary>W, [vocabulary, hidden], or the word vectors, [vocabulary, embedding].</summary>
    internal Parameter Weight => _linear?.Weight ?? _vectors!();

    // Word vectors are read by others too.
    private torch.Tensor WeightToTrain => _linear is null ? Weight : EarlyGradient.Of(_linear.Weight);

    /// <summary>b, [vocabulary].</summary>
    internal Parameter Bias => _linear?.Bias ?? _bias!;

    /// <summary>What meets the states themselves, [vocabulary, hidden], without a gradient; the caller disposes it.</summary>
    internal torch.Tensor WeightOfStates()
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var weight = _map is null ? Weight.detach() : Weight.matmul(_map);
        return weight.DetachFromDisposeScope();
    }

    /// <summary>
    /// −Σ_i ln p(x_i | …) of each sentence (the sum of equations 1 and 2), over its words and its end token. Padding is
    /// left out before the product, so it costs nothing and counts nothing.
    /// </summary>
    /// <param name="states">[time, batch, hidden].</param>
    /// <param name="batch">The batch with the targets.</param>
    /// <param name="areWeighted">Whether sentences will have different weights, so that gradients are made when those are known.</param>
    /// <returns>Nats a sentence, [batch].</returns>
    public torch.Tensor NegativeLogLikelihood(torch.Tensor states, Batch batch, bool areWeighted = false)
    {
        var ofTokens = TokenNegativeLogLikelihood(states, batch, areWeighted);
        using var lap = StepClock.Measure(StepPart.Softmax);
        return torch.zeros(batch.Size, dtype: ofTokens.dtype).IndexAdd(0, batch.SentenceOfToken, ofTokens);
    }

    /// <summary>−ln p(x_i | …) of each token, in the order of the batch's real positions.</summary>
    /// <param name="states">[time, batch, hidden].</param>
    /// <param name="batch">The batch with the targets.</param>
    /// <param name="areWeighted">As of <see cref="NegativeLogLikelihood"/>.</param>
    /// <returns>Nats, [tokens].</returns>
    internal torch.Tensor TokenNegativeLogLikelihood(torch.Tensor states, Batch batch, bool areWeighted = false)
    {
        using var lap = StepClock.Measure(StepPart.Softmax);
        var targets = batch.Targets.flatten().index_select(0, batch.RealPositions);
        var all = states.flatten(0, 1);
        var gradients = areWeighted ? GradientTime.Backward : GradientTime.Forward;
        return _map is null
            ? LinearCrossEntropy.Run(all, WeightToTrain, Bias, targets, batch.RealPositions, gradients)
            : LinearCrossEntropy.Run(
                Projection.Run(all.index_select(0, batch.RealPositions), _map, bias: null), Weight, Bias, targets,
                gradients: gradients);
    }

    /// <summary>ln p of every next word, [batch, hidden] to [batch, vocabulary].</summary>
    public torch.Tensor LogProbabilities(torch.Tensor state) => torch.nn.functional.linear(
        _map is null ? state : torch.nn.functional.linear(state, _map), Weight, Bias).log_softmax(1);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
            _vectors?.Invoke().Dispose();
        base.Dispose(disposing);
    }
}

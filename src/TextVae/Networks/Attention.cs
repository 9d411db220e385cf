using TextVae.Batches;
using TextVae.Networks.Kernels;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Networks;

/// <summary>What attention weighs.</summary>
public enum AttentionKind
{
    /// <summary>The words: one weight a position, as the weighted mean of §5.3 reads.</summary>
    Word,

    /// <summary>Each feature of the states by itself: as many weights a position, as in the authors' code.</summary>
    Feature,
}

/// <summary>
/// The weighted mean of states (§5.3 of the paper): a softmax over the real positions of a sentence, of scores linear in
/// the word's vector and in the state at its position. There is no bias, as the softmax does not see one.
/// </summary>
internal sealed class Attention : torch.nn.Module
{
    /// <summary>Makes the layer with weights uniform in ±1/√(inputs + states).</summary>
    /// <param name="kind">What is weighed.</param>
    /// <param name="inputs">Features of a word's vector.</param>
    /// <param name="states">Features of a state.</param>
    public Attention(AttentionKind kind, long inputs, long states)
        : base(nameof(Attention))
    {
        var (scores, bound) = (kind == AttentionKind.Word ? 1 : states, 1 / Math.Sqrt(inputs + states));
        WeightInput = Initialisation.Uniform(bound, scores, inputs);
        WeightState = Initialisation.Uniform(bound, scores, states);
        register_parameter("weight_input", WeightInput);
        register_parameter("weight_state", WeightState);
    }

    /// <summary>What makes scores of word vectors, [scores, inputs] with one score or one for each feature.</summary>
    public Parameter WeightInput { get; }

    /// <summary>What makes scores of states, [scores, states].</summary>
    public Parameter WeightState { get; }

    /// <summary>The weights of the positions of each sentence.</summary>
    /// <param name="words">The word vectors.</param>
    /// <param name="states">[time, batch, states].</param>
    /// <param name="batch">The batch they belong to.</param>
    /// <returns>[time, batch, 1], or [time, batch, states] feature by feature. They sum to 1 over the real positions of a
    /// sentence, and are 0 at padding.</returns>
    public torch.Tensor Weights(SequenceInputs words, torch.Tensor states, Batch batch)
    {
        // A word's part of the score is computed once, however often the word stands in the batch.
        var ofWords = words with { Vectors = Projection.Run(words.Vectors, WeightInput, bias: null) };
        var ofStates = Projection.Run(states.flatten(0, 1), WeightState, bias: null);
        var scores = ofWords.Steps().Plus(ofStates.view(states.shape[0], states.shape[1], -1));
        return scores.MaskedFill(batch.Mask.logical_not().unsqueeze(2), double.NegativeInfinity).softmax(0);
    }

    /// <summary>Σ_t w_t ⊙ h_t of each sentence.</summary>
    /// <param name="words">The word vectors.</param>
    /// <param name="states">h, [time, batch, states].</param>
    /// <param name="batch">The batch they belong to.</param>
    /// <returns>[batch, states].</returns>
    public torch.Tensor Forward(SequenceInputs words, torch.Tensor states, Batch batch) =>
        (Weights(words, states, batch) * states).sum([0L]);
}

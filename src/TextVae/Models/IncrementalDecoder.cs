using TextVae.Networks.Kernels;
using TorchSharp;

namespace TextVae.Models;

/// <summary>
/// A model's decoder and softmax as generation needs them: one word at a time for many texts at once, and of the next
/// word the best ones or all. The parameters have to stay as they are as long as this is used.
/// </summary>
internal abstract class IncrementalDecoder : IDisposable
{
    /// <summary>
    /// The fused one where the kernels serve the model, it has one recurrent layer and its softmax sees nothing but the states;
    /// torch operations elsewhere.
    /// </summary>
    public static IncrementalDecoder For(TextModel model)
    {
        using var quiet = torch.no_grad();
        return model.Options is { Decoder: DecoderKind.Recurrent, Layers: 1, HasSkip: false } && KernelSet.For(model.Output.Weight) is { } kernels
            ? new FusedIncrementalDecoder(model, kernels)
            : new PlainIncrementalDecoder(model);
    }

    /// <summary>Begins texts; each has read nothing yet.</summary>
    /// <param name="start">What <see cref="Decoder.Start"/> gave.</param>
    public abstract UnfinishedTexts Start(DecoderState start);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Texts being generated. They have an order, which every step may change.</summary>
internal abstract class UnfinishedTexts : IDisposable
{
    /// <summary>How many.</summary>
    public abstract int Count { get; }

    /// <summary>The size of the vocabulary.</summary>
    public abstract int Words { get; }

    /// <summary>
    /// Takes a step: afterwards text i is what text <paramref name="parents"/>[i] was, and has read a word more. A text may
    /// be continued more than once, or not at all.
    /// </summary>
    /// <param name="parents">Places before the step.</param>
    /// <param name="words">The word that each reads, as many.</param>
    public abstract void Step(int[] parents, int[] words);

    /// <summary>The most probable next words of each text, the best first; of equal ones the lower id first.</summary>
    /// <param name="count">How many a text, at most the vocabulary.</param>
    public abstract RankedWords Rank(int count);

    /// <summary>ln p of every next word, [texts, vocabulary], row after row.</summary>
    public abstract float[] LogProbabilities();

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>The most probable next words of some texts, row after row.</summary>
/// <param name="Count">Words of each text.</param>
/// <param name="Words">Their ids.</param>
/// <param name="LogProbabilities">ln p of each.</param>
internal sealed record RankedWords(int Count, int[] Words, float[] LogProbabilities);

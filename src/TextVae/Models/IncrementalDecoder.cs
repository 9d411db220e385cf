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

    /// <summary>ln p of one word as the next of each text, [texts].</summary>
    public abstract float[] LogProbabilitiesOf(int word);

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>How long an array is that has so many numbers of each text.</summary>
    /// <exception cref="RecipeException">No array is as long.</exception>
    internal int LengthOfAll(int ofEach) => Length(Count, ofEach, Words);

    /// <inheritdoc cref="LengthOfAll"/>
    /// <param name="texts">Texts that stand beside one another, the hypotheses of a beam among them.</param>
    /// <param name="ofEach">Numbers of each.</param>
    /// <param name="words">The size of the vocabulary.</param>
    internal static int Length(int texts, int ofEach, int words)
    {
        var length = (long)texts * ofEach;
        return length <= Array.MaxLength ? (int)length : throw new RecipeException(
            $"The beam is too wide for this vocabulary: with {texts} texts at once, and {ofEach} of the vocabulary's {words} words after each, "
            + $"a step needs {length} numbers, and an array holds at most {Array.MaxLength}. Choose a narrower beam, or fewer texts at once.");
    }
}

/// <summary>The most probable next words of some texts, row after row.</summary>
/// <param name="Count">Words of each text.</param>
/// <param name="Words">Their ids.</param>
/// <param name="LogProbabilities">ln p of each.</param>
internal sealed record RankedWords(int Count, int[] Words, float[] LogProbabilities)
{
    /// <summary>Room for as many words of each of some texts.</summary>
    /// <exception cref="RecipeException">No array is as long.</exception>
    public static RankedWords Empty(UnfinishedTexts texts, int count)
    {
        var length = texts.LengthOfAll(count);
        return new RankedWords(count, new int[length], new float[length]);
    }
}

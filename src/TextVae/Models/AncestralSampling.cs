using TextVae.Corpus;
using TextVae.Distributed;
using TextVae.Native;
using TorchSharp;

namespace TextVae.Models;

/// <summary>
/// Draws x ~ p(x|z), each word given those before it, for a whole batch and without a gradient. Padding and the start token
/// are never drawn. The draws come from torch's generator, so that a step's seed says what they are.
/// </summary>
internal static class AncestralSampling
{
    /// <summary>One text for each row of z.</summary>
    /// <param name="model">The model.</param>
    /// <param name="z">[batch, latent].</param>
    /// <param name="maximumWords">The most words of a text; what reaches it ends there.</param>
    /// <param name="labels">The label of each text, where the model knows labels.</param>
    /// <returns>Word ids without the end token.</returns>
    public static int[][] Draw(
        VariationalAutoencoder model, torch.Tensor z, int maximumWords, IReadOnlyList<int>? labels = null)
    {
        using var lap = StepClock.Measure(StepPart.Information);
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        using var decoder = IncrementalDecoder.For(model);
        using var unfinished = decoder.Start(model.Start((int)z.shape[0], z, labels));
        // A text's numbers do not depend on which others have ended.
        var shares = StepNoise.Shares(Math.Max(1, maximumWords), unfinished.Count).cpu().data<double>().ToArray();
        var (length, count) = (0, unfinished.Count);
        return StepwiseTexts.Complete(unfinished, active => length++ < maximumWords
            ? Draw(unfinished, Array.ConvertAll(active, text => shares[((length - 1) * count) + text]))
            : [.. Enumerable.Repeat(Vocabulary.End, active.Length)]);
    }

    private static int[] Draw(UnfinishedTexts texts, double[] shares)
    {
        var all = texts.LogProbabilities();
        var words = new int[texts.Count];
        Workers.For(words.Length, text =>
        {
            var ofText = all.AsSpan(text * texts.Words, texts.Words);
            ofText[Vocabulary.Padding] = ofText[Vocabulary.Start] = float.NegativeInfinity;
            words[text] = WordDraw.Of(ofText, temperature: 1, shares[text]);
        });
        return words;
    }
}

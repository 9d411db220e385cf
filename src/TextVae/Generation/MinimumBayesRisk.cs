using TextVae.Models;
using TextVae.Native;

namespace TextVae.Generation;

/// <summary>
/// Minimum Bayes risk decoding over draws (Eikema and Aziz 2020): of N texts drawn from p(x|z) the one with the highest mean
/// likeness (<see cref="NGramSimilarity"/>) to all others, an estimate of what is expected of it under the model. A text that is
/// drawn several times counts as often.
/// </summary>
internal static class MinimumBayesRisk
{
    // Tells the streams of candidates from those of other draws.
    private const long Purpose = 1;

    /// <summary>Decodes texts that have read nothing yet; all candidates of all of them stand in one product a step.</summary>
    /// <param name="texts">Where they begin.</param>
    /// <param name="options">How many candidates, and how they are drawn.</param>
    /// <param name="first">The number of the first text, which chooses its streams of draws.</param>
    /// <param name="cancellation">Stops between words.</param>
    public static GeneratedText[] Decode(
        UnfinishedTexts texts, DecodingOptions options, int first, CancellationToken cancellation = default)
    {
        var count = texts.Count;
        var streams = Enumerable.Range(first, count).SelectMany(
            text => Enumerable.Range(0, options.Candidates).Select(candidate => new RandomStream(options.Seed, text, candidate, Purpose)));
        var drawn = StepwiseDecoder.Decode(texts, options, [.. streams], cancellation).Chunk(options.Candidates).ToArray();
        var best = new GeneratedText[count];
        Workers.For(count, text => best[text] = Best(drawn[text]));
        return best;
    }

    /// <summary>The text that is most like all others; of equally good ones the more probable, then the first.</summary>
    public static GeneratedText Best(IReadOnlyList<GeneratedText> drawn)
    {
        var similarity = new NGramSimilarity(drawn.Select(text => text.Words));
        var sums = new double[drawn.Count];
        for (var left = 0; left < sums.Length; left++)
        {
            for (var right = 0; right < left; right++)
            {
                var both = similarity[left, right];
                sums[left] += both;
                sums[right] += both;
            }
        }

        return drawn.Zip(sums).MaxBy(pair => (pair.Second, pair.First.LogProbability)).First;
    }
}

using TextVae.Corpus;
using TextVae.Models;

namespace TextVae.Generation;

/// <summary>
/// Greedy decoding and sampling: one word at a time for a whole batch. Padding and the start token are never chosen.
/// Draws of a sentence come from a stream of its own, so that a text does not depend on what is decoded beside it.
/// </summary>
internal static class StepwiseDecoder
{
    /// <summary>Decodes the texts, which have read nothing yet.</summary>
    /// <param name="texts">Where they begin.</param>
    /// <param name="options">Greedy or sampling, and its settings.</param>
    /// <param name="first">The number of the first text, which chooses its stream of draws.</param>
    public static GeneratedText[] Decode(UnfinishedTexts texts, DecodingOptions options, int first)
    {
        var count = texts.Count;
        var streams = Enumerable.Range(first, count).Select(i => new RandomStream(options.Seed, i)).ToArray();
        var scores = new double[count];
        var length = 0;
        var words = StepwiseTexts.Complete(texts, active =>
        {
            var next = length++ == options.MaximumLength
                ? [.. Enumerable.Range(0, active.Length).Select(NextWords.Ends(texts).First)]
                : Choose(texts, options, text => streams[active[text]]);
            for (var row = 0; row < active.Length; row++)
                scores[active[row]] += next[row].LogProbability;
            return Array.ConvertAll(next, chosen => chosen.Word);
        });
        return [.. words.Zip(scores, (ids, score) => new GeneratedText(ids, score))];
    }

    private static NextWord[] Choose(UnfinishedTexts texts, DecodingOptions options, Func<int, RandomStream> streams)
    {
        if (options.Strategy == DecodingStrategy.Greedy)
            return [.. Enumerable.Range(0, texts.Count).Select(NextWords.Best(texts, count: 1).First)];
        var all = texts.LogProbabilities();
        return
        [
            .. Enumerable.Range(0, texts.Count).Select(
                text => Draw(all.AsSpan(text * texts.Words, texts.Words), options.Temperature, streams(text))),
        ];
    }

    private static NextWord Draw(Span<float> logProbabilities, double temperature, RandomStream random)
    {
        logProbabilities[Vocabulary.Padding] = logProbabilities[Vocabulary.Start] = float.NegativeInfinity;
        var masses = logProbabilities.ToArray();
        var word = WordDraw.Of(masses, temperature, random.NextDouble());
        return new NextWord(word, logProbabilities[word]);
    }
}

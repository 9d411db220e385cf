using TextVae.Corpus;
using TextVae.Models;
using TextVae.Native;

namespace TextVae.Generation;

/// <summary>
/// Draws the next word of each of some texts, from p(word)^(1/temperature) over the words that may follow, over the k most probable
/// of them (Fan et al. 2018), or over the nucleus of these (Holtzman et al. 2020). What is told of a word is the model's own ln p.
/// </summary>
internal static class WordSampling
{
    /// <summary>One word for each text; the end where no word may follow.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="blocked">The words that may not follow each.</param>
    /// <param name="options">Temperature, k and nucleus.</param>
    /// <param name="streams">What the next word of a text is drawn from.</param>
    public static NextWord[] Draw(
        UnfinishedTexts texts, BlockedWords[] blocked, DecodingOptions options, Func<int, RandomStream> streams)
    {
        var drawn = new NextWord[texts.Count];
        if (options.TopK > 0)
        {
            var best = NextWords.Best(texts, Math.Min(options.TopK, texts.Words), blocked);
            Workers.For(drawn.Length, text =>
            {
                var words = best[text].AsSpan(0, Math.Min(options.TopK, best[text].Length));
                drawn[text] = Draw(Nucleus.Of(words, options, all: Nucleus.MassOf(words, options.Temperature)), options, streams(text));
            });
            return drawn;
        }

        var all = texts.LogProbabilities();
        Workers.For(drawn.Length, text =>
        {
            var ofText = all.AsSpan(text * texts.Words, texts.Words);
            var end = ofText[Vocabulary.End];
            blocked[text].Remove(ofText);
            if (!ofText.ContainsAnyExcept(float.NegativeInfinity))
                drawn[text] = new NextWord(Vocabulary.End, end);
            else if (options.TopP < 1)
                drawn[text] = Draw(Nucleus.Of(ofText, options), options, streams(text));
            else
                drawn[text] = Draw(ofText, options, streams(text));
        });
        return drawn;
    }

    private static NextWord Draw(ReadOnlySpan<float> logProbabilities, DecodingOptions options, RandomStream random)
    {
        var word = WordDraw.Of(logProbabilities.ToArray(), options.Temperature, random.NextDouble());
        return new NextWord(word, logProbabilities[word]);
    }

    /// <summary>Draws in the order of the ids, so that leaving out what has hardly any probability changes hardly any draw.</summary>
    private static NextWord Draw(ReadOnlySpan<NextWord> words, DecodingOptions options, RandomStream random)
    {
        var inOrder = words.ToArray();
        Array.Sort(inOrder, (left, right) => left.Word.CompareTo(right.Word));
        var logProbabilities = Array.ConvertAll(inOrder, word => (float)word.LogProbability);
        return inOrder[WordDraw.Of(logProbabilities, options.Temperature, random.NextDouble())];
    }
}

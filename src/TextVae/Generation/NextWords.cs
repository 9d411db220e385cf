using System.Runtime.InteropServices;
using TextVae.Corpus;
using TextVae.Models;

namespace TextVae.Generation;

/// <summary>A word and ln p of it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NextWord(int Word, double LogProbability);

/// <summary>The words that may follow each of some texts, the most probable first.</summary>
internal sealed class NextWords
{
    private readonly NextWord[][] _ofTexts;

    private NextWords(NextWord[][] ofTexts) => _ofTexts = ofTexts;

    /// <summary>The words that may follow a text.</summary>
    public NextWord[] this[int text] => _ofTexts[text];

    /// <summary>The most probable word that may follow a text.</summary>
    public NextWord First(int text) => _ofTexts[text][0];

    /// <summary>
    /// Enough words of each text that, whatever is taken of the other texts, there are <paramref name="count"/> that go on
    /// beside the end.
    /// </summary>
    public static NextWords Best(UnfinishedTexts texts, int count)
    {
        // The end, padding and the start may be among the best.
        var ranked = texts.Rank(Math.Min(count + 3, texts.Words));
        return new NextWords(
        [
            .. ranked.Words.Zip(ranked.LogProbabilities, (word, logProbability) => new NextWord(word, logProbability))
                .Chunk(ranked.Count)
                .Select(words => words.Where(word => MayFollow(word.Word)).ToArray()),
        ]);
    }

    /// <summary>Only the end, for texts that have reached their greatest length.</summary>
    public static NextWords Ends(UnfinishedTexts texts)
    {
        var all = texts.LogProbabilities();
        return new NextWords(
        [
            .. Enumerable.Range(0, texts.Count).Select(
                text => new[] { new NextWord(Vocabulary.End, all[(text * texts.Words) + Vocabulary.End]) }),
        ]);
    }

    /// <summary>Whether a word may be chosen: padding and the start token never are.</summary>
    public static bool MayFollow(int word) => word is not (Vocabulary.Padding or Vocabulary.Start);
}

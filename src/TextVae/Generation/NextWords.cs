using System.Runtime.InteropServices;
using TextVae.Corpus;
using TextVae.Models;

namespace TextVae.Generation;

/// <summary>A word and ln p of it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct NextWord(int Word, double LogProbability)
{
    /// <summary>The more probable first, of equal ones the lower id.</summary>
    public static int BestFirst(NextWord left, NextWord right) => left.LogProbability == right.LogProbability
        ? left.Word.CompareTo(right.Word)
        : right.LogProbability.CompareTo(left.LogProbability);
}

/// <summary>The words that may follow each of some texts, the most probable first.</summary>
internal sealed class NextWords
{
    private readonly NextWord[][] _ofTexts;

    private NextWords(NextWord[][] ofTexts) => _ofTexts = ofTexts;

    /// <summary>The words that may follow a text.</summary>
    public NextWord[] this[int text] => _ofTexts[text];

    /// <summary>
    /// Enough words of each text that there are <paramref name="count"/> that go on beside the end, as far as so many may
    /// follow. Where none may, the text ends.
    /// </summary>
    /// <param name="texts">The texts.</param>
    /// <param name="count">Words that go on.</param>
    /// <param name="blocked">The words that may not follow each text.</param>
    public static NextWords Best(UnfinishedTexts texts, int count, IReadOnlyList<BlockedWords> blocked)
    {
        // The end and what is blocked may be the best of all. More words are asked for rather than all, so that the kernel keeps
        // the best while it has their logits at hand.
        var ranked = texts.Rank(Math.Min(count + 1 + blocked.Max(words => words.Most), texts.Words));
        return new NextWords(
        [
            .. ranked.Words.Zip(ranked.LogProbabilities, (word, logProbability) => new NextWord(word, logProbability))
                .Chunk(ranked.Count)
                .Zip(blocked, (words, without) => Allowed(words, without)),
        ]);
    }

    /// <summary>
    /// As <see cref="Best"/>, with the required words that each text misses among them. Texts with no more places than missing
    /// words go on with those alone, so that every text can still have all. No rule is against a missing word: it is not
    /// forbidden, and a text that never had it cannot repeat what ends in it.
    /// </summary>
    public static NextWords WithRequired(UnfinishedTexts texts, int count, WordRules rules, IReadOnlyList<Hypothesis> live)
    {
        // Missing words are no use to those who look for others.
        var best = Best(texts, count + rules.Required.Count, [.. live.Select(rules.After)]);
        var all = texts.LogProbabilities();
        return new NextWords(
        [
            .. live.Select((text, row) =>
            {
                var missing = rules.Required.Missing(text.Met)
                    .Select(word => new NextWord(word, all[(row * texts.Words) + word])).ToArray();
                var words = rules.IsTight(text) ? missing : [.. best[row].UnionBy(missing, word => word.Word)];
                Array.Sort(words, NextWord.BestFirst);
                return words;
            }),
        ]);
    }

    /// <summary>Only the end, for texts that have reached their greatest length.</summary>
    public static NextWords Ends(UnfinishedTexts texts) => new(Array.ConvertAll(
        texts.LogProbabilitiesOf(Vocabulary.End), logProbability => new[] { new NextWord(Vocabulary.End, logProbability) }));

    private static NextWord[] Allowed(NextWord[] words, BlockedWords blocked)
    {
        var allowed = Array.FindAll(words, word => !blocked.Contains(word.Word));
        if (allowed.Length > 0)
            return allowed;
        // Fewer words are ranked than may be blocked only where all are, so that the end is among them; but none is where a model's
        // numbers overflow and all are NaN.
        var end = Array.FindIndex(words, word => word.Word == Vocabulary.End);
        return [end < 0 ? new NextWord(Vocabulary.End, double.NegativeInfinity) : words[end]];
    }
}

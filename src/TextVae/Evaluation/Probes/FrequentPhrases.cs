using TextVae.Corpus;

namespace TextVae.Evaluation.Probes;

/// <summary>Finds the phrases of texts: runs of two to four words that are more frequent than their words make them.</summary>
internal static class FrequentPhrases
{
    private const int MaximumLength = 4;

    /// <summary>
    /// The phrases with the most "phraseness" (Tomokiyo and Hurst 2003), p(phrase) · ln(p(phrase) / Π p(word)): what a
    /// model of single words loses by not knowing them. Neither unknown words nor such without a letter or digit make phrases, and
    /// of two that share a word the better one is taken, so that the list is of different things.
    /// </summary>
    /// <param name="texts">The word ids of each text.</param>
    /// <param name="vocabulary">The words.</param>
    /// <param name="count">How many phrases, at most.</param>
    public static IReadOnlyList<ProbePhrase> Of(IReadOnlyList<int[]> texts, Vocabulary vocabulary, int count)
    {
        var words = texts.SelectMany(text => text).CountBy(id => id).ToDictionary();
        double all = words.Values.Sum(value => (long)value);
        bool IsPart(int id) => id > Vocabulary.End && vocabulary[id].Any(char.IsLetterOrDigit);
        var found = Enumerable.Range(2, MaximumLength - 1)
            .SelectMany(length => texts.SelectMany(text => NGram.Of(text, length)).CountBy(gram => gram))
            .Where(run => run.Value > 1)
            .Select(run => (Ids: Ids(run.Key), Share: run.Value / all))
            .Where(run => run.Ids.All(IsPart))
            .Select(run => (run.Ids, Gain: run.Share * (Math.Log(run.Share) - run.Ids.Sum(id => Math.Log(words[id] / all)))))
            .Where(run => run.Gain > 0)
            .OrderByDescending(run => run.Gain)
            .ThenBy(run => run.Ids, Comparer<int[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other)));
        var taken = new HashSet<int>();
        var phrases = new List<ProbePhrase>();
        foreach (var (ids, _) in found)
        {
            if (phrases.Count == count)
                break;
            if (taken.Overlaps(ids))
                continue;
            taken.UnionWith(ids);
            phrases.Add(new ProbePhrase(string.Join(' ', ids.Select(id => vocabulary[id])), ids));
        }

        return phrases;
    }

    private static int[] Ids(NGram gram) => [.. new[] { gram.First, gram.Second, gram.Third, gram.Fourth }.Where(id => id >= 0)];
}

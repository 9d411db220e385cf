namespace TextVae.Corpus.Preparing;

/// <summary>Which words of the training split become the vocabulary.</summary>
internal static class WordSelection
{
    /// <summary>
    /// The most frequent words, ties in ordinal order: so many as were asked for, or as few as cover the share.
    /// </summary>
    /// <param name="counts">How often each provisional id occurs in the training split.</param>
    /// <param name="words">The spelling of each.</param>
    /// <param name="coverage">The share of the occurrences to cover; unknown words in the text are not counted.</param>
    /// <param name="maxWords">Instead of the share: how many words.</param>
    /// <returns>The provisional ids of the words, the most frequent first.</returns>
    public static int[] Select(long[] counts, WordTable words, double? coverage, int? maxWords)
    {
        int[] ids = [.. Enumerable.Range(1, counts.Length - 1).Where(id => counts[id] > 0)];
        Array.Sort(ids, (a, b) => counts[a] != counts[b]
            ? counts[b].CompareTo(counts[a])
            : string.CompareOrdinal(words[a], words[b]));
        if (maxWords is not null)
            return ids[..Math.Min(ids.Length, maxWords.Value)];
        var total = ids.Sum(id => counts[id]);
        var wanted = coverage >= 1 ? total : (long)Math.Ceiling(coverage!.Value * total);
        long covered = 0;
        var kept = 0;
        while (covered < wanted)
            covered += counts[ids[kept++]];
        return ids[..kept];
    }
}

using TextVae.Corpus;

namespace TextVae.Evaluation.NGrams;

/// <summary>
/// Kneser and Ney's counts: all but the longest runs of words count not how often they are there, but after how many different
/// tokens. What begins a text has nothing before it and keeps its own count.
/// </summary>
internal static class ContinuationCounts
{
    /// <summary>Replaces the counts of all levels but the last.</summary>
    /// <param name="levels">By the length of the runs, from the empty one.</param>
    public static void Apply(NGramLevel[] levels)
    {
        var counts = levels[..^1].Select(level => new int[level.Length]).ToArray();
        int[] suffixes = [0];
        for (var length = 1; length < levels.Length; length++)
        {
            // The run without its first token: of a single token the empty one, of others what follows their parent's.
            var ofLevel = new int[levels[length].Length];
            for (var parent = 0; length > 1 && parent < levels[length - 1].Length; parent++)
            {
                var among = levels[length - 2].ChildrenOf(suffixes[parent]);
                var (first, end) = (levels[length - 1].FirstChildren[parent], levels[length - 1].FirstChildren[parent + 1]);
                for (var node = first; node < end; node++)
                {
                    ofLevel[node] = levels[length - 1].Find(among, levels[length].Words[node]);
                    counts[length - 1][ofLevel[node]]++;
                }
            }

            suffixes = ofLevel;
        }

        KeepStarts(levels, counts);
        foreach (var (level, ofLevel) in levels.Zip(counts))
            ofLevel.CopyTo(level.Counts, 0);
    }

    private static void KeepStarts(NGramLevel[] levels, int[][] counts)
    {
        var start = levels[1].Find(levels[0].ChildrenOf(0), Vocabulary.Start);
        if (start < 0)
            return;
        // The start token itself is never predicted, so it counts nothing.
        var (first, end) = (start, start + 1);
        for (var length = 2; length < counts.Length; length++)
        {
            (first, end) = (levels[length - 1].FirstChildren[first], levels[length - 1].FirstChildren[end]);
            levels[length].Counts.AsSpan(first, end - first).CopyTo(counts[length].AsSpan(first));
        }
    }
}

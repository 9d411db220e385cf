using System.Runtime.InteropServices;
using TextVae.Corpus;

namespace TextVae.Evaluation;

/// <summary>
/// The figures of predictive checks, all of them functions of counts that add up over texts: the lengths, how many texts are as
/// short or as long as few of the training texts are, and which pairs of words they are made of.
/// </summary>
internal sealed class PredictiveStatistics
{
    // Columns: texts, words, squares of the lengths, short texts, long texts, pairs, known ones, repeated ones, then each pair asked for.
    private const int FirstPair = 8;

    private readonly HashSet<(int First, int Second)> _known = [];
    private readonly Dictionary<(int First, int Second), int> _asked;
    private readonly TextStatistics _training;

    /// <summary>Learns from the training texts what is short, long, known and frequent.</summary>
    /// <param name="training">The word ids of each.</param>
    /// <param name="vocabulary">The words.</param>
    /// <param name="pairs">How many of the most frequent pairs have a figure of their own.</param>
    public PredictiveStatistics(IReadOnlyList<int[]> training, Vocabulary vocabulary, int pairs)
    {
        _training = TextStatistics.Of(training);
        var counts = new Dictionary<(int First, int Second), int>();
        foreach (var pair in training.SelectMany(Pairs))
            CollectionsMarshal.GetValueRefOrAddDefault(counts, pair, out _)++;
        _known = [.. counts.Keys];
        var frequent = counts.Where(pair => pair.Key is { First: > Vocabulary.End, Second: > Vocabulary.End })
            .OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key).Take(pairs).Select(pair => pair.Key).ToArray();
        _asked = frequent.Index().ToDictionary(pair => pair.Item, pair => FirstPair + pair.Index);
        Names =
        [
            "length_mean", "length_deviation", "length_short", "length_long", "bigrams_known", "bigrams_repeated",
            .. frequent.Select(pair => $"bigram {vocabulary[pair.First]} {vocabulary[pair.Second]}"),
        ];
    }

    /// <summary>What the figures are called.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>How many numbers are counted of a text.</summary>
    public int Columns => FirstPair + _asked.Count;

    /// <summary>What is counted of a text.</summary>
    public long[] Counts(int[] text)
    {
        var counts = new long[Columns];
        counts[0] = 1;
        counts[1] = text.Length;
        counts[2] = (long)text.Length * text.Length;
        counts[3] = text.Length <= _training.LengthP5 ? 1 : 0;
        counts[4] = text.Length > _training.LengthP95 ? 1 : 0;
        var seen = new HashSet<(int First, int Second)>();
        foreach (var pair in Pairs(text))
        {
            counts[5]++;
            counts[6] += _known.Contains(pair) ? 1 : 0;
            counts[7] += seen.Add(pair) ? 0 : 1;
            if (_asked.TryGetValue(pair, out var column))
                counts[column]++;
        }

        return counts;
    }

    /// <summary>The figures of texts, given the sums of their counts.</summary>
    public double[] Figures(double[] sums)
    {
        var mean = sums[1] / sums[0];
        var pairs = Math.Max(1, sums[5]);
        return
        [
            mean, Math.Sqrt(Math.Max(0, (sums[2] / sums[0]) - (mean * mean))), sums[3] / sums[0], sums[4] / sums[0],
            sums[6] / pairs, sums[7] / pairs, .. sums[FirstPair..].Select(count => count / pairs),
        ];
    }

    private static IEnumerable<(int First, int Second)> Pairs(int[] text) => text.Zip(text.Skip(1));
}

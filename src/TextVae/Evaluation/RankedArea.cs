namespace TextVae.Evaluation;

/// <summary>
/// The area under the receiver operating characteristic: the probability that a score of one kind is higher than one of the other,
/// where equal scores count half. ½ is knowing nothing.
/// </summary>
/// <param name="Area">0 to 1.</param>
/// <param name="StandardError">Its standard error (DeLong, DeLong and Clarke-Pearson 1988); null where a kind has a single score.</param>
/// <param name="Positives">Scores that should be high.</param>
/// <param name="Negatives">Scores that should be low.</param>
public sealed record RankedArea(double Area, double? StandardError, int Positives, int Negatives)
{
    /// <summary>The area of some scores.</summary>
    /// <param name="positives">Those that should be high.</param>
    /// <param name="negatives">Those that should be low.</param>
    /// <exception cref="ArgumentException">One of the two is empty, or a score is no number.</exception>
    public static RankedArea Of(IReadOnlyList<double> positives, IReadOnlyList<double> negatives)
    {
        if (positives.Count == 0 || negatives.Count == 0)
        {
            throw new ArgumentException(
                $"There are {positives.Count} scores that should be high and {negatives.Count} that should be low; it takes both.",
                positives.Count == 0 ? nameof(positives) : nameof(negatives));
        }

        if (positives.Concat(negatives).Any(double.IsNaN))
            throw new ArgumentException("A score is no number.", nameof(positives));
        // The share of the other kind that a score is above of is its rank among all less its rank among its own (Sun and Xu 2014).
        var (all, high, low) = (Ranks([.. positives, .. negatives]), Ranks([.. positives]), Ranks([.. negatives]));
        double[] above = [.. high.Select((rank, i) => (all[i] - rank) / negatives.Count)];
        double[] below = [.. low.Select((rank, i) => 1 - ((all[positives.Count + i] - rank) / positives.Count))];
        var variance = (Variance(above) / above.Length) + (Variance(below) / below.Length);
        return new RankedArea(above.Average(), double.IsNaN(variance) ? null : Math.Sqrt(variance), above.Length, below.Length);
    }

    /// <summary>Ranks from 1; equal scores have the mean of theirs.</summary>
    private static double[] Ranks(double[] scores)
    {
        int[] order = [.. Enumerable.Range(0, scores.Length).OrderBy(i => scores[i])];
        var ranks = new double[scores.Length];
        for (int start = 0, end; start < order.Length; start = end)
        {
            for (end = start + 1; end < order.Length && scores[order[end]] == scores[order[start]]; end++)
            {
            }

            foreach (var i in order.AsSpan(start, end - start))
                ranks[i] = (start + 1 + end) / 2.0;
        }

        return ranks;
    }

    private static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Length < 2 ? double.NaN : values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }
}

namespace TextVae.Evaluation;

/// <summary>
/// Posterior predictive checks on lengths and pairs of words. A replicated set has as many texts as the real one, drawn with
/// replacement from sampled texts that are themselves drawn anew for each set: so the spread has the chance in the sampled
/// texts in it too, and few of them widen it rather than sharpen the verdict.
/// </summary>
internal sealed class PredictiveChecks
{
    // Tells the streams of sets from those that the words of the sampled texts come from, which have the same seed.
    private const long Purpose = 3;

    private readonly PredictiveStatistics _statistics;
    private readonly int _replications;
    private readonly long _seed;

    /// <summary>Prepares the checks.</summary>
    /// <param name="statistics">The figures that are compared.</param>
    /// <param name="replications">Replicated sets.</param>
    /// <param name="seed">Where they come from.</param>
    public PredictiveChecks(PredictiveStatistics statistics, int replications, long seed)
    {
        _statistics = statistics;
        _replications = replications;
        _seed = seed;
    }

    /// <summary>Every figure with its place among the replicated ones.</summary>
    /// <param name="real">The word ids of each real text, at least one.</param>
    /// <param name="sampled">Those of each sampled text, at least one.</param>
    /// <param name="cancellation">Stops between sets.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<PredictiveCheck> Of(
        IReadOnlyList<int[]> real, IReadOnlyList<int[]> sampled, CancellationToken cancellation)
    {
        // In an order of their own, so that the draws mean the same whatever order the texts come in.
        long[][] counts = [.. sampled.Select(_statistics.Counts).Order(Comparer<long[]>.Create((one, other) => one.AsSpan().SequenceCompareTo(other)))];
        var actual = _statistics.Figures(Sums(real.Select(_statistics.Counts)));
        var ofSampled = _statistics.Figures(Sums(counts));
        var replicated = actual.Select(_ => new double[_replications]).ToArray();
        for (var set = 0; set < _replications; set++)
        {
            cancellation.ThrowIfCancellationRequested();
            var figures = _statistics.Figures(Sums(Replicate(counts, real.Count, new RandomStream(_seed, set, 0, Purpose))));
            for (var i = 0; i < figures.Length; i++)
                replicated[i][set] = figures[i];
        }

        return [.. _statistics.Names.Select((name, i) => Check(name, actual[i], ofSampled[i], replicated[i]))];
    }

    private static IEnumerable<long[]> Replicate(long[][] counts, int texts, RandomStream random)
    {
        var redrawn = new int[counts.Length];
        for (var i = 0; i < redrawn.Length; i++)
            redrawn[i] = random.NextInt(counts.Length);
        for (var i = 0; i < texts; i++)
            yield return counts[redrawn[random.NextInt(redrawn.Length)]];
    }

    private double[] Sums(IEnumerable<long[]> counts)
    {
        var sums = new double[_statistics.Columns];
        foreach (var ofText in counts)
        {
            for (var i = 0; i < sums.Length; i++)
                sums[i] += ofText[i];
        }

        return sums;
    }

    private static PredictiveCheck Check(string name, double real, double sampled, double[] replicated)
    {
        Array.Sort(replicated);
        // The real set counts as one more, without which p could be 0, which no number of sets can show.
        var atMost = (1.0 + replicated.Count(figure => figure <= real)) / (1 + replicated.Length);
        var atLeast = (1.0 + replicated.Count(figure => figure >= real)) / (1 + replicated.Length);
        double Quantile(double share) => replicated[(int)Math.Round(share * (replicated.Length - 1))];
        return new PredictiveCheck(
            name, real, sampled, Quantile(0.025), Quantile(0.975), Math.Min(1, 2 * Math.Min(atMost, atLeast)));
    }
}

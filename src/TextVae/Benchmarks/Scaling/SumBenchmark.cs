using System.Diagnostics;
using TextVae.Distributed;

namespace TextVae.Benchmarks.Scaling;

/// <summary>How long ranks take to sum.</summary>
/// <param name="Ranks">How many there are.</param>
/// <param name="OnThisMachine">How many of them here.</param>
/// <param name="Sums">For each size, the median.</param>
public sealed record SumSpeed(int Ranks, int OnThisMachine, IReadOnlyList<SumTime> Sums);

/// <summary>A sum.</summary>
/// <param name="Numbers">Of so many float32 numbers.</param>
/// <param name="Seconds">The median time.</param>
public sealed record SumTime(long Numbers, double Seconds);

/// <summary>Sums made-up numbers over ranks and measures.</summary>
public static class SumBenchmark
{
    private const int Rounds = 11;

    /// <summary>Measures sums of some sizes; all ranks have to.</summary>
    /// <param name="ranks">Who sums.</param>
    /// <param name="sizes">Numbers of each sum.</param>
    public static SumSpeed Run(Ranks ranks, IReadOnlyList<long> sizes) => new(
        ranks.Count, ranks.OnThisMachine, [.. sizes.Select(size => new SumTime(size, Median(ranks, new float[size])))]);

    private static double Median(Ranks ranks, float[] numbers)
    {
        var seconds = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            ranks.Wait();
            var start = Stopwatch.GetTimestamp();
            ranks.Sum(numbers.AsSpan());
            seconds[round] = Stopwatch.GetElapsedTime(start).TotalSeconds;
        }

        return seconds.Order().ElementAt(Rounds / 2);
    }
}

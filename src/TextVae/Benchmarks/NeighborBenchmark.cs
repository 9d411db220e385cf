using System.Diagnostics;
using TextVae.Tables;
using TextVae.Vectors;

namespace TextVae.Benchmarks;

/// <summary>How fast the closest of many vectors are found.</summary>
/// <param name="Vectors">How many vectors there are.</param>
/// <param name="Size">The numbers of each.</param>
/// <param name="Measure">What close is.</param>
/// <param name="Top">Neighbors that are found.</param>
/// <param name="FirstMilliseconds">From opening the file to the neighbors of a first query, the file being in the system's memory.</param>
/// <param name="Milliseconds">The median of a query by itself.</param>
/// <param name="TogetherMilliseconds">The median of a query of 64 that are asked together.</param>
/// <param name="GigabytesPerSecond">What a query by itself reads of the vectors.</param>
public sealed record NeighborSpeed(
    long Vectors, int Size, VectorMeasure Measure, int Top, double FirstMilliseconds, double Milliseconds, double TogetherMilliseconds,
    double GigabytesPerSecond);

/// <summary>Searches made-up vectors, drawn from N(0, I), in a file.</summary>
public static class NeighborBenchmark
{
    private const int Rounds = 11;
    private const int Together = 64;

    /// <summary>Writes the vectors, searches them, and takes the file away.</summary>
    /// <param name="vectors">How many vectors.</param>
    /// <param name="size">The numbers of each.</param>
    /// <param name="top">Neighbors to find.</param>
    /// <param name="measure">What close is.</param>
    /// <param name="folder">Where the file goes meanwhile.</param>
    /// <param name="cancellation">Stops between searches and while the file is written.</param>
    /// <exception cref="TextVaeException">The file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static NeighborSpeed Run(
        int vectors, int size, int top, VectorMeasure measure, string folder, CancellationToken cancellation = default)
    {
        var path = Path.Combine(folder, $"textvae-neighbors-{Guid.NewGuid():N}.npy");
        try
        {
            AtomicFile.Write(path, stream => Npy.Write(stream, size, Drawn(vectors, size, seed: 1, cancellation)));
            float[][] queries = [.. Drawn(Together, size, seed: 2, cancellation)];
            var start = Stopwatch.GetTimestamp();
            using var table = VectorTable.Open(path, size);
            NeighborSearch.Find(table, queries[..1], top, measure, cancellation);
            var first = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
            var alone = Median(round => NeighborSearch.Find(table, [queries[round % Together]], top, measure, cancellation));
            var together = Median(_ => NeighborSearch.Find(table, queries, top, measure, cancellation)) / Together;
            return new NeighborSpeed(
                vectors, size, measure, top, first, alone, together, (double)vectors * size * sizeof(float) / alone / 1e6);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static IEnumerable<float[]> Drawn(int count, int size, long seed, CancellationToken cancellation)
    {
        var random = new RandomStream(seed);
        for (var i = 0; i < count; i++)
        {
            cancellation.ThrowIfCancellationRequested();
            var vector = new float[size];
            for (var j = 0; j < size; j++)
                vector[j] = (float)random.NextNormal();
            yield return vector;
        }
    }

    private static double Median(Action<int> search)
    {
        var times = new double[Rounds];
        for (var round = 0; round < Rounds; round++)
        {
            var start = Stopwatch.GetTimestamp();
            search(round);
            times[round] = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        Array.Sort(times);
        return times[Rounds / 2];
    }
}

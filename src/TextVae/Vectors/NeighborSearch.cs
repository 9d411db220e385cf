using System.Numerics.Tensors;
using System.Runtime.ExceptionServices;

namespace TextVae.Vectors;

/// <summary>Finds the closest of many vectors by looking at every one of them, so that none is missed.</summary>
public static class NeighborSearch
{
    // Rows that stay in cache while every query looks at them.
    private const int NumbersAtOnce = 1 << 15;

    /// <summary>
    /// The closest vectors to each query, the closest first: exactly those of double precision, and of equally close ones those
    /// with lower rows. All processors share the rows.
    /// </summary>
    /// <param name="table">The vectors.</param>
    /// <param name="queries">Vectors of the same size, finite.</param>
    /// <param name="count">How many of each; fewer where there are fewer.</param>
    /// <param name="measure">What close is.</param>
    /// <param name="cancellation">Stops between blocks of rows.</param>
    /// <returns>A list for each query, in their order.</returns>
    /// <exception cref="ArgumentException">A query has another size, or a number that is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The count is less than 1.</exception>
    /// <exception cref="DataException">A vector of the table has a number that is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Neighbor[][] Find(
        VectorTable table, IReadOnlyList<float[]> queries, int count, VectorMeasure measure = VectorMeasure.Cosine,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        foreach (var query in queries)
        {
            if (query.Length != table.Size)
                throw new ArgumentException($"A query has {query.Length} numbers, and the vectors have {table.Size}.", nameof(queries));
            if (Array.Exists(query, number => !float.IsFinite(number)))
                throw new ArgumentException("A query has a number that is not finite.", nameof(queries));
        }

        using var held = table.Hold();
        Closeness[] close = [.. queries.Select(query => new Closeness(query, measure))];
        var workers = (int)Math.Clamp(table.Count * table.Size / NumbersAtOnce, 1, Environment.ProcessorCount);
        var found = Enumerable.Range(0, workers).Select(_ => Array.ConvertAll(close, _ => new NearestList(count))).ToArray();
        InParallel(workers, worker => Scan(
            table, table.Count * worker / workers, table.Count * (worker + 1) / workers, close, Closeness.NeedsSquare(measure),
            found[worker], cancellation));
        return
        [
            .. close.Select((one, query) => NearestList.Merged(found.Select(lists => lists[query]), count)
                .Select(item => new Neighbor(item.Row, one.Told(item.Closeness))).ToArray()),
        ];
    }

    /// <summary>Does work on all processors; what goes wrong comes out as it would of one.</summary>
    internal static void InParallel(int count, Action<int> work)
    {
        try
        {
            Parallel.For(0, count, work);
        }
        catch (AggregateException exception)
        {
            ExceptionDispatchInfo.Throw(exception.InnerExceptions[0]);
        }
    }

    private static void Scan(
        VectorTable table, long first, long end, Closeness[] queries, bool needsSquare, NearestList[] nearest,
        CancellationToken cancellation)
    {
        var block = Math.Max(1, NumbersAtOnce / table.Size);
        var squares = new float[block];
        for (var start = first; start < end; start += block)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = (int)Math.Min(block, end - start);
            for (var i = 0; i < rows && needsSquare; i++)
                squares[i] = TensorPrimitives.SumOfSquares(table[start + i]);
            for (var query = 0; query < queries.Length; query++)
            {
                var (close, list) = (queries[query], nearest[query]);
                for (var i = 0; i < rows; i++)
                {
                    var row = table[start + i];
                    var (value, error) = close.Estimate(row, squares[i]);
                    // What is no number is no less than the worst, and is found out below.
                    if (value + error < list.Worst)
                        continue;
                    var exact = close.Exact(row);
                    if (!double.IsFinite(exact))
                        throw table.NotFinite(start + i);
                    list.Add(exact, start + i);
                }
            }
        }
    }
}

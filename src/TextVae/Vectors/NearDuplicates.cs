using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace TextVae.Vectors;

/// <summary>What is nearly the same as something before it.</summary>
/// <param name="Original">Of each vector, the row of the one that is kept for it: its own for those that are kept.</param>
/// <param name="Similarity">The cosine of each to the one that is kept for it, 1 for those that are kept.</param>
public sealed record NearDuplicates(int[] Original, double[] Similarity)
{
    // New vectors that are compared with all that are kept, before they are compared with each other.
    private const int RowsAtOnce = 256;

    /// <summary>How many are kept.</summary>
    public int Kept => Original.Where((original, row) => original == row).Count();

    /// <summary>
    /// Goes through vectors in their order. Each is a duplicate of the first kept one whose cosine to it is at least the threshold, and
    /// is kept where there is none; so whatever is left out is that close to the one kept for it, and no two that are kept are. Exact:
    /// what float32 cannot decide, double precision does. Zero vectors are duplicates of the first zero vector.
    /// </summary>
    /// <param name="table">The vectors.</param>
    /// <param name="threshold">The least cosine, above 0 and at most 1.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is not between, or there are too many vectors for one array.</exception>
    /// <exception cref="DataException">A vector has a number that is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static NearDuplicates Of(VectorTable table, double threshold, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        if (threshold is not (> 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold is a cosine above 0 and at most 1.");
        ArgumentOutOfRangeException.ThrowIfGreaterThan(table.Count, Array.MaxLength, nameof(table));
        NearDuplicates found = new(new int[table.Count], new double[table.Count]);
        var squares = new float[found.Original.Length];
        for (var row = 0; row < squares.Length; row++)
            squares[row] = TensorPrimitives.SumOfSquares(table[row]);
        var kept = new List<int>();
        for (var start = 0; start < found.Original.Length; start += RowsAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = Math.Min(RowsAtOnce, found.Original.Length - start);
            var candidates = new Candidate[rows];
            var before = kept.ToArray();
            NeighborSearch.InParallel(rows, i => candidates[i] = Candidate.Of(table, squares, start + i, before, threshold));
            for (var i = 0; i < rows; i++)
                found.Settle(table, squares, candidates[i], start + i, kept, before.Length, threshold);
        }

        return found;
    }

    private void Settle(
        VectorTable table, float[] squares, Candidate candidate, int row, List<int> kept, int compared, double threshold)
    {
        (Original[row], Similarity[row]) = (candidate.Original, candidate.Similarity);
        if (candidate.Original >= 0)
            return;
        // With those only that were kept since.
        candidate = Candidate.Of(table, squares, row, CollectionsMarshal.AsSpan(kept)[compared..], threshold);
        (Original[row], Similarity[row]) = candidate.Original >= 0 ? (candidate.Original, candidate.Similarity) : (row, 1);
        if (candidate.Original < 0)
            kept.Add(row);
    }

    /// <summary>The first of some vectors that another is a duplicate of; −1 for none.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Candidate(int Original, double Similarity)
    {
        public static Candidate Of(VectorTable table, float[] squares, int row, ReadOnlySpan<int> kept, double threshold)
        {
            var vector = table[row];
            Closeness close = new(vector, VectorMeasure.Cosine);
            if (!double.IsFinite(close.Exact(vector)))
                throw table.NotFinite(row);
            var isZero = !vector.ContainsAnyExcept(0f);
            foreach (var original in kept)
            {
                var other = table[original];
                var (value, error) = close.Estimate(other, squares[original]);
                if (value + error < threshold)
                    continue;
                var exact = isZero && !other.ContainsAnyExcept(0f) ? 1 : Math.Min(close.Exact(other), 1);
                // A vector is as close to itself as can be, whatever the rounding.
                if (exact >= threshold || vector.SequenceEqual(other))
                    return new Candidate(original, vector.SequenceEqual(other) ? 1 : exact);
            }

            return new Candidate(-1, 0);
        }
    }
}

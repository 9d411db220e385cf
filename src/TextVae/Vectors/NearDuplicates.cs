using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

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
        using var held = table.Hold();
        NearDuplicates found = new(new int[table.Count], new double[table.Count]);
        var (kept, packed) = (new List<int>(), new PackedVectors(table.Size));
        for (var start = 0; start < found.Original.Length; start += RowsAtOnce)
        {
            cancellation.ThrowIfCancellationRequested();
            var rows = Math.Min(RowsAtOnce, found.Original.Length - start);
            var candidates = new Candidate[rows];
            NeighborSearch.InParallel((rows + PackedVectors.AtOnce - 1) / PackedVectors.AtOnce, part =>
            {
                var first = part * PackedVectors.AtOnce;
                Compare(table, start + first, candidates.AsSpan()[first..Math.Min(first + PackedVectors.AtOnce, rows)], kept, packed, threshold);
            });
            for (var i = 0; i < rows; i++)
                found.Settle(table, candidates[i], start + i, kept, packed.Count, threshold);
            foreach (var row in CollectionsMarshal.AsSpan(kept)[packed.Count..])
                packed.Add(table[row]);
        }

        return found;
    }

    /// <summary>Compares a few rows with all that are packed.</summary>
    private static void Compare(
        VectorTable table, int start, Span<Candidate> found, List<int> kept, PackedVectors packed, double threshold)
    {
        var vectors = new float[PackedVectors.AtOnce * table.Size];
        var (close, least) = (new Closeness[found.Length], new float[found.Length]);
        for (var i = 0; i < found.Length; i++)
        {
            found[i] = Candidate.None;
            table[start + i].CopyTo(vectors.AsSpan(i * table.Size));
            close[i] = new Closeness(table[start + i], VectorMeasure.Cosine);
            least[i] = close[i].LeastProduct(threshold);
            if (!double.IsFinite(close[i].Exact(table[start + i])))
                throw table.NotFinite(start + i);
        }

        Span<Vector512<float>> products = stackalloc Vector512<float>[PackedVectors.AtOnce];
        var left = found.Length;
        for (var block = 0; block < packed.Blocks && left > 0; block++)
        {
            packed.Multiply(block, vectors, products);
            for (var i = 0; i < found.Length; i++)
            {
                if (found[i].Original >= 0)
                    continue;
                var reaching = packed.Reaching(block, products[i], least[i]);
                for (; reaching != 0 && found[i].Original < 0; reaching &= reaching - 1)
                {
                    var original = kept[(block * PackedVectors.Lanes) + BitOperations.TrailingZeroCount(reaching)];
                    found[i] = Candidate.Of(table, close[i], start + i, original, threshold);
                }

                left -= found[i].Original >= 0 ? 1 : 0;
            }
        }
    }

    private void Settle(VectorTable table, Candidate candidate, int row, List<int> kept, int compared, double threshold)
    {
        // With those too that were kept since.
        Closeness close = new(table[row], VectorMeasure.Cosine);
        for (var i = compared; i < kept.Count && candidate.Original < 0; i++)
            candidate = Candidate.Of(table, close, row, kept[i], threshold);
        (Original[row], Similarity[row]) = candidate.Original >= 0 ? (candidate.Original, candidate.Similarity) : (row, 1);
        if (candidate.Original < 0)
            kept.Add(row);
    }

    /// <summary>A vector that another is a duplicate of; −1 for none.</summary>
    [StructLayout(LayoutKind.Auto)]
    private readonly record struct Candidate(int Original, double Similarity)
    {
        public static Candidate None { get; } = new(-1, 0);

        /// <summary>Another vector, if a row is a duplicate of it.</summary>
        public static Candidate Of(VectorTable table, Closeness close, int row, int original, double threshold)
        {
            var vector = table[row];
            var other = table[original];
            var (value, error) = close.Estimate(other, TensorPrimitives.SumOfSquares(other));
            if (value + error < threshold)
                return None;
            // A vector is as close to itself as can be, whatever the rounding; and zeros are the same to it, of whatever sign.
            if (vector.SequenceEqual(other))
                return new Candidate(original, 1);
            var exact = Math.Min(close.Exact(other), 1);
            return exact >= threshold ? new Candidate(original, exact) : None;
        }
    }
}

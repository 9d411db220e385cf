using System.Numerics.Tensors;

namespace TextVae.Vectors;

/// <summary>
/// Clusters of the least sum of squared distances to their centers (Lloyd 1982), from starts in which far vectors are likely centers
/// (k-means++, Arthur and Vassilvitskii 2007).
/// </summary>
public static class KMeans
{
    /// <summary>Finds the clusters.</summary>
    /// <param name="table">The vectors.</param>
    /// <param name="options">How many clusters, and how hard to try.</param>
    /// <param name="cancellation">Stops between blocks of vectors.</param>
    /// <returns>The clusters, the largest first; the objective is the sum of squared distances and never rises.</returns>
    /// <exception cref="RecipeException">An option has a value that is not allowed, or there are fewer vectors than clusters.</exception>
    /// <exception cref="DataException">A vector has a number that is not finite.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static Clustering Fit(VectorTable table, ClusteringOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        options.Require(table.Count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(table.Count, Array.MaxLength, nameof(table));
        using var held = table.Hold();
        RequireFinite(table);
        Clustering? best = null;
        for (var restart = 0; restart < options.Restarts; restart++)
        {
            var found = Descend(table, Start(table, options.Clusters, new RandomStream(options.Seed, restart), cancellation), options.Iterations, cancellation);
            if (best is null || found.Objective[^1] < best.Objective[^1])
                best = found;
        }

        return LargestFirst(best!);
    }

    internal static double SquaredDistance(ReadOnlySpan<float> vector, double[] center)
    {
        var sum = 0.0;
        for (var i = 0; i < center.Length; i++)
            sum += (vector[i] - center[i]) * (vector[i] - center[i]);
        return sum;
    }

    internal static void RequireFinite(VectorTable table)
    {
        for (var row = 0L; row < table.Count; row++)
        {
            foreach (var number in table[row])
            {
                if (!float.IsFinite(number))
                    throw table.NotFinite(row);
            }
        }
    }

    internal static double[] Numbers(ReadOnlySpan<float> vector)
    {
        var numbers = new double[vector.Length];
        TensorPrimitives.ConvertTruncating(vector, numbers);
        return numbers;
    }

    private static double[][] Start(VectorTable table, int clusters, RandomStream random, CancellationToken cancellation)
    {
        var count = (int)table.Count;
        var nearest = new double[count];
        Array.Fill(nearest, double.PositiveInfinity);
        var centers = new double[clusters][];
        var chosen = random.NextInt(count);
        for (var cluster = 0; cluster < clusters; cluster++)
        {
            var center = centers[cluster] = Numbers(table[chosen]);
            var total = BlockSums.Of(count, 1, (row, sums) =>
            {
                nearest[row] = Math.Min(nearest[row], SquaredDistance(table[row], center));
                sums[0] += nearest[row];
            }, cancellation)[0];
            chosen = Drawn(nearest, total, random);
        }

        return centers;
    }

    /// <summary>A row, each as likely as its weight is large; any where all weights are 0.</summary>
    private static int Drawn(double[] weights, double total, RandomStream random)
    {
        if (total <= 0)
            return random.NextInt(weights.Length);
        var (left, last) = (random.NextDouble() * total, 0);
        for (var row = 0; row < weights.Length; row++)
        {
            if (weights[row] <= 0)
                continue;
            left -= weights[last = row];
            if (left < 0)
                break;
        }

        return last;
    }

    private static Clustering Descend(VectorTable table, double[][] centers, int iterations, CancellationToken cancellation)
    {
        var (count, size) = ((int)table.Count, table.Size);
        var (cluster, objective) = (new int[count], new List<double>());
        for (var round = 0; round < iterations; round++)
        {
            // For each cluster the sum of its vectors and their number, and at the end the objective.
            CenterLanes lanes = new(centers);
            var sums = BlockSums.OfBlocks(
                count, (centers.Length * (size + 1)) + 1, (first, end, sums) => Assign(table, first, lanes, cluster.AsSpan()[first..end], sums),
                cancellation);
            objective.Add(sums[^1]);
            if (round > 0 && objective[^1] >= objective[^2])
                break;
            centers = Means(table, centers, cluster, sums);
        }

        return new Clustering(centers, cluster, objective);
    }

    private static void Assign(VectorTable table, int first, CenterLanes centers, Span<int> cluster, double[] sums)
    {
        var (vector, squares) = (new double[table.Size], new double[centers.Room]);
        for (var row = 0; row < cluster.Length; row++)
        {
            TensorPrimitives.ConvertTruncating(table[first + row], vector);
            centers.Squares(vector, squares);
            var (best, distance) = (0, double.PositiveInfinity);
            for (var k = 0; k < centers.Count; k++)
            {
                if (squares[k] < distance)
                    (best, distance) = (k, squares[k]);
            }

            cluster[row] = best;
            var own = sums.AsSpan(best * (vector.Length + 1), vector.Length + 1);
            TensorPrimitives.Add(own[..^1], vector, own[..^1]);
            own[^1]++;
            sums[^1] += distance;
        }
    }

    private static double[][] Means(VectorTable table, double[][] centers, int[] cluster, double[] sums)
    {
        var size = table.Size;
        var means = new double[centers.Length][];
        var taken = new HashSet<int>();
        for (var k = 0; k < centers.Length; k++)
        {
            var own = sums.AsSpan(k * (size + 1), size + 1).ToArray();
            // A cluster that has lost all its vectors begins anew at the one that is worst off.
            means[k] = own[^1] > 0 ? Array.ConvertAll(own[..^1], sum => sum / own[^1]) : Numbers(table[Farthest(table, centers, cluster, taken)]);
        }

        return means;
    }

    private static int Farthest(VectorTable table, double[][] centers, int[] cluster, HashSet<int> taken)
    {
        var (farthest, distance) = (0, -1.0);
        for (var row = 0; row < cluster.Length; row++)
        {
            var found = SquaredDistance(table[row], centers[cluster[row]]);
            if (found > distance && !taken.Contains(row))
                (farthest, distance) = (row, found);
        }

        taken.Add(farthest);
        return farthest;
    }

    private static Clustering LargestFirst(Clustering found)
    {
        var sizes = found.Sizes();
        int[] order = [.. Enumerable.Range(0, sizes.Length).OrderByDescending(cluster => sizes[cluster])];
        return found with
        {
            Centers = Array.ConvertAll(order, cluster => found.Centers[cluster]),
            Cluster = Array.ConvertAll(found.Cluster, cluster => Array.IndexOf(order, cluster)),
        };
    }
}

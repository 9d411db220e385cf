using System.Numerics.Tensors;
using System.Runtime.Intrinsics;

namespace TextVae.Vectors;

/// <summary>
/// A mixture of Gaussians, each with a variance a dimension, fitted by expectation and maximisation (Dempster, Laird and Rubin 1977) from
/// the clusters of <see cref="KMeans"/>.
/// </summary>
/// <param name="Clusters">The means, the component that each vector most probably comes from, and ln p of all vectors after each round,
/// which never falls.</param>
/// <param name="Variances">σ², [clusters, size].</param>
/// <param name="Weights">The share of each component; they sum to 1.</param>
/// <param name="Bic">−2 ln p + parameters · ln vectors (Schwarz 1978): the lower, the better a number of clusters is.</param>
public sealed record GaussianMixture(Clustering Clusters, double[][] Variances, double[] Weights, double Bic)
{
    // A component on a single vector would have a density without bound; a variance is at least this share of that of all vectors.
    private const double LeastShare = 1e-6;

    // A gain of ln p a vector that is not worth another round.
    private const double Negligible = 1e-7;

    private static readonly double LogTwoPi = Math.Log(2 * Math.PI);

    /// <summary>Fits the mixture.</summary>
    /// <inheritdoc cref="KMeans.Fit"/>
    public static GaussianMixture Fit(VectorTable table, ClusteringOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(table);
        using var held = table.Hold();
        var start = KMeans.Fit(table, options, cancellation);
        var floor = Floor(table, cancellation);
        var shares = new double[table.Count][];
        for (var row = 0; row < shares.Length; row++)
        {
            shares[row] = new double[options.Clusters];
            shares[row][start.Cluster[row]] = 1;
        }

        Components parts = new(start.Centers, [], new double[options.Clusters]);
        var likelihoods = new List<double>();
        for (var round = 0; round < options.Iterations; round++)
        {
            parts = Maximise(table, shares, parts, floor, cancellation);
            likelihoods.Add(Expect(table, shares, parts, cancellation));
            if (round > 0 && likelihoods[^1] - likelihoods[^2] < Negligible * table.Count)
                break;
        }

        // Means and variances of each component, and all weights but the last.
        var parameters = (options.Clusters * ((2 * table.Size) + 1)) - 1;
        int[] cluster = [.. shares.Select(share => Array.IndexOf(share, share.Max()))];
        return new GaussianMixture(
            new Clustering(parts.Means, cluster, likelihoods), parts.Variances, parts.Weights,
            (-2 * likelihoods[^1]) + (parameters * Math.Log(table.Count)));
    }

    private static Components Maximise(
        VectorTable table, double[][] shares, Components before, double[] floor, CancellationToken cancellation)
    {
        // For each component its weight, and the first and second moments about the mean it had: so nothing cancels.
        var (size, stride) = (table.Size, (2 * table.Size) + 1);
        var sums = BlockSums.OfBlocks(table.Count, before.Means.Length * stride, (first, end, sums) =>
        {
            var vector = new double[size];
            for (var row = first; row < end; row++)
            {
                TensorPrimitives.ConvertTruncating(table[row], vector);
                for (var k = 0; k < before.Means.Length; k++)
                {
                    if (shares[row][k] is not (> 0 and var share))
                        continue;
                    var own = sums.AsSpan(k * stride, stride);
                    own[^1] += share;
                    AddMoments(vector, before.Means[k], share, own[..size], own[size..^1]);
                }
            }
        }, cancellation);
        return new Components(
            [.. before.Means.Select((mean, k) => mean.Select((old, i) => old + Mean(k, i)).ToArray())],
            [.. before.Means.Select((mean, k) => mean.Select((_, i) =>
                Math.Max(Mean(k, size + i) - (Mean(k, i) * Mean(k, i)), floor[i])).ToArray())],
            [.. before.Means.Select((_, k) => sums[((k + 1) * stride) - 1] / table.Count)]);

        // A component that no vector comes from stays where it is.
        double Mean(int k, int i) => sums[((k + 1) * stride) - 1] is > 0 and var weight ? sums[(k * stride) + i] / weight : 0;
    }

    /// <summary>Adds what a vector contributes to the first and second moments about a mean.</summary>
    private static void AddMoments(ReadOnlySpan<double> vector, ReadOnlySpan<double> mean, double share, Span<double> first, Span<double> second)
    {
        var i = 0;
        for (; i <= vector.Length - Vector512<double>.Count; i += Vector512<double>.Count)
        {
            var distance = Vector512.Create(vector[i..]) - Vector512.Create(mean[i..]);
            var weighted = distance * share;
            (Vector512.Create<double>(first[i..]) + weighted).CopyTo(first[i..]);
            (Vector512.Create<double>(second[i..]) + (weighted * distance)).CopyTo(second[i..]);
        }

        for (; i < vector.Length; i++)
        {
            var distance = vector[i] - mean[i];
            first[i] += share * distance;
            second[i] += share * distance * distance;
        }
    }

    /// <summary>Sets the shares of each vector to the probabilities that it comes from each component.</summary>
    /// <returns>ln p of all vectors.</returns>
    private static double Expect(VectorTable table, double[][] shares, Components parts, CancellationToken cancellation)
    {
        CenterLanes lanes = new(parts.Means, Array.ConvertAll(parts.Variances, variances => Array.ConvertAll(variances, variance => 1 / variance)));
        return BlockSums.OfBlocks(table.Count, 1, (first, end, sums) =>
        {
            var (vector, squares) = (new double[table.Size], new double[lanes.Room]);
            for (var row = first; row < end; row++)
            {
                TensorPrimitives.ConvertTruncating(table[row], vector);
                lanes.Squares(vector, squares);
                sums[0] += parts.Share(squares, shares[row]);
            }
        }, cancellation)[0];
    }

    private static double[] Floor(VectorTable table, CancellationToken cancellation)
    {
        var origin = KMeans.Numbers(table[0]);
        var sums = BlockSums.Of(table.Count, 2 * table.Size, (row, sums) =>
        {
            for (var i = 0; i < origin.Length; i++)
            {
                var distance = table[row][i] - origin[i];
                sums[i] += distance;
                sums[origin.Length + i] += distance * distance;
            }
        }, cancellation);
        return
        [
            .. origin.Select((_, i) => sums[i] / table.Count).Select((mean, i) =>
                Math.Max(LeastShare * ((sums[origin.Length + i] / table.Count) - (mean * mean)), 1e-12)),
        ];
    }

    private sealed record Components(double[][] Means, double[][] Variances, double[] Weights)
    {
        // ln w − ½ Σ ln 2πσ², which is the same for every vector.
        private readonly double[] _constants =
        [
            .. Variances.Select((variance, k) => Math.Log(Weights[k]) - (0.5 * variance.Sum(v => LogTwoPi + Math.Log(v)))),
        ];

        /// <summary>The probability that a vector comes from each component.</summary>
        /// <param name="squares">Σ (vᵢ − μᵢ)² / σᵢ² for each component.</param>
        /// <param name="shares">Where the probabilities go.</param>
        /// <returns>ln p of the vector.</returns>
        public double Share(ReadOnlySpan<double> squares, double[] shares)
        {
            var largest = double.NegativeInfinity;
            for (var k = 0; k < shares.Length; k++)
            {
                shares[k] = _constants[k] - (0.5 * squares[k]);
                largest = Math.Max(largest, shares[k]);
            }

            var total = 0.0;
            for (var k = 0; k < shares.Length; k++)
                total += shares[k] = Math.Exp(shares[k] - largest);
            for (var k = 0; k < shares.Length; k++)
                shares[k] /= total;
            return largest + Math.Log(total);
        }
    }
}

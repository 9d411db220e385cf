using TextVae.Vectors;

namespace TextVae.Tests.Vectors;

/// <summary>Clusters that are there are found, and every round is better than the one before.</summary>
public sealed class ClusteringTests
{
    private static readonly double[][] Centers = [[10, 0, 0], [0, 10, 0], [0, 0, 10], [-10, -10, -10]];

    [Fact]
    public void Clusters_that_lie_apart_are_recovered_by_both_methods()
    {
        var (vectors, own) = Apart(2000);
        using var table = vectors.Table();
        var options = new ClusteringOptions { Clusters = 4 };

        foreach (var found in new[] { KMeans.Fit(table, options), GaussianMixture.Fit(table, options).Clusters })
        {
            Assert.Equal(4, found.Cluster.Zip(own).Distinct().Count()); // each cluster is one of the four, and each of them one cluster
            foreach (var (cluster, center) in found.Centers.Index())
            {
                var mine = own[Array.IndexOf(found.Cluster, cluster)];
                foreach (var (expected, number) in Centers[mine].Zip(center))
                    Assert.Equal(expected, number, 0.2);
            }

            Assert.Equal(found.Sizes().OrderDescending(), found.Sizes());
            Assert.Equal(2000, found.Sizes().Sum());
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(40)]
    public void The_objective_never_rises_and_the_likelihood_never_falls(int clusters)
    {
        using var table = VectorTables.Drawn(900, 5, seed: 2).Table();
        var options = new ClusteringOptions { Clusters = clusters, Restarts = 2 };

        var means = KMeans.Fit(table, options);
        var mixture = GaussianMixture.Fit(table, options);

        foreach (var (before, after) in means.Objective.Zip(means.Objective.Skip(1)))
            Assert.True(after <= before * (1 + 1e-12), $"{after} is above {before}");
        var likelihoods = mixture.Clusters.Objective;
        foreach (var (before, after) in likelihoods.Zip(likelihoods.Skip(1)))
            Assert.True(after >= before - (1e-12 * Math.Abs(before)), $"{after} is below {before}");
        Assert.True(clusters == 1 || (means.Objective.Count > 2 && likelihoods.Count > 2));
        Assert.Equal(1, mixture.Weights.Sum(), 12);
    }

    [Fact]
    public void At_the_end_every_vector_is_with_its_nearest_center_and_every_center_the_mean_of_its_vectors()
    {
        var vectors = VectorTables.Drawn(500, 4, seed: 3);
        using var table = vectors.Table();

        var found = KMeans.Fit(table, new ClusteringOptions { Clusters = 6 });

        double Distance(float[] vector, double[] center) => vector.Zip(center, (a, b) => (a - b) * (a - b)).Sum();
        foreach (var (vector, cluster) in vectors.Zip(found.Cluster))
            Assert.Equal(found.Centers.Min(center => Distance(vector, center)), Distance(vector, found.Centers[cluster]), 1e-9);
        foreach (var (cluster, center) in found.Centers.Index())
        {
            var own = vectors.Where((_, row) => found.Cluster[row] == cluster).ToArray();
            for (var i = 0; i < 4; i++)
                Assert.Equal(own.Average(vector => (double)vector[i]), center[i], 1e-9);
        }

        Assert.Equal(vectors.Zip(found.Cluster, (vector, cluster) => Distance(vector, found.Centers[cluster])).Sum(), found.Objective[^1], 1e-6);
    }

    // With one component, maximum likelihood is known: the mean and the variance of all vectors.
    [Fact]
    public void A_mixture_of_one_is_the_Gaussian_of_all_vectors_with_its_exact_likelihood()
    {
        var vectors = VectorTables.Drawn(400, 3, seed: 4);
        using var table = vectors.Table();

        var found = GaussianMixture.Fit(table, new ClusteringOptions { Clusters = 1 });

        var likelihood = 0.0;
        for (var i = 0; i < 3; i++)
        {
            var mean = vectors.Average(vector => (double)vector[i]);
            var variance = vectors.Average(vector => (vector[i] - mean) * (vector[i] - mean));
            Assert.Equal(mean, found.Clusters.Centers[0][i], 1e-9);
            Assert.Equal(variance, found.Variances[0][i], 1e-9);
            likelihood -= 200 * (Math.Log(2 * Math.PI * variance) + 1);
        }

        Assert.Equal(likelihood, found.Clusters.Objective[^1], 1e-6);
        Assert.Equal((-2 * likelihood) + (6 * Math.Log(400)), found.Bic, 1e-6);
    }

    [Fact]
    public void The_information_criterion_chooses_the_number_of_clusters_that_there_are()
    {
        using var table = Apart(800).Vectors.Table();

        var best = Enumerable.Range(1, 8).MinBy(clusters => GaussianMixture.Fit(table, new ClusteringOptions { Clusters = clusters }).Bic);

        Assert.Equal(4, best);
    }

    [Fact]
    public void The_same_seed_finds_the_same_and_vectors_that_are_all_the_same_do_no_harm()
    {
        using var table = VectorTables.Drawn(5000, 6, seed: 5).Table();
        var options = new ClusteringOptions { Clusters = 9, Restarts = 1, Iterations = 20 };
        Assert.Equal(KMeans.Fit(table, options).Cluster, KMeans.Fit(table, options).Cluster);
        Assert.Equal(GaussianMixture.Fit(table, options).Bic, GaussianMixture.Fit(table, options).Bic);
        Assert.NotEqual(KMeans.Fit(table, options).Cluster, KMeans.Fit(table, options with { Seed = 2 }).Cluster);

        using var same = VectorTable.Of(Enumerable.Repeat(new float[] { 1, 2 }, 20), 2);
        Assert.Equal(0, KMeans.Fit(same, options).Objective[^1]);
        Assert.True(double.IsFinite(GaussianMixture.Fit(same, options).Bic));
    }

    [Fact]
    public void More_clusters_than_vectors_are_refused()
    {
        using var table = VectorTables.Drawn(3, 2, seed: 6).Table();

        var refusal = Assert.Throws<RecipeException>(() => KMeans.Fit(table, new ClusteringOptions { Clusters = 4, Restarts = 0 }));

        Assert.Equal(
            "The clusters are 4; they have to be between 1 and the number of vectors, 3. The restarts are 0; they have to be between 1 and "
            + "100000.", refusal.Message);
    }

    private static (float[][] Vectors, int[] Own) Apart(int count)
    {
        var noise = VectorTables.Drawn(count, 3, seed: 1);
        // Sizes that differ, so that the largest is known.
        int[] own = [.. Enumerable.Range(0, count).Select(i => (i % 10) switch { < 4 => 0, < 7 => 1, < 9 => 2, _ => 3 })];
        return ([.. noise.Zip(own, (vector, k) => vector.Zip(Centers[k], (a, b) => (float)(a + b)).ToArray())], own);
    }
}

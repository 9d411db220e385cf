namespace TextVae.Vectors;

/// <summary>How clusters are found.</summary>
public sealed record ClusteringOptions
{
    /// <summary>How many clusters.</summary>
    public int Clusters { get; init; } = 8;

    /// <summary>How many times it is begun anew; the best end is taken.</summary>
    public int Restarts { get; init; } = 5;

    /// <summary>The most rounds of each.</summary>
    public int Iterations { get; init; } = 200;

    /// <summary>The seed of what is drawn.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Everything that is wrong with these options, each as one sentence; empty when all is well.</summary>
    /// <param name="vectors">How many vectors there are.</param>
    public IEnumerable<string> Problems(long vectors)
    {
        if (Clusters < 1 || Clusters > vectors)
            yield return $"The clusters are {Clusters}; they have to be between 1 and the number of vectors, {vectors}.";
        if (Restarts is < 1 or > 100_000)
            yield return $"The restarts are {Restarts}; they have to be between 1 and 100000.";
        if (Iterations is < 1 or > 1_000_000)
            yield return $"The iterations are {Iterations}; they have to be between 1 and 1000000.";
    }

    internal void Require(long vectors) => RecipeException.ThrowIfAny(Problems(vectors));
}

/// <summary>Vectors in clusters.</summary>
/// <param name="Centers">The center of each cluster, [clusters, size].</param>
/// <param name="Cluster">The cluster of each vector.</param>
/// <param name="Objective">What was made small or large, after each round of the best start: never worse than the round before.</param>
public sealed record Clustering(double[][] Centers, int[] Cluster, IReadOnlyList<double> Objective)
{
    /// <summary>How many vectors each cluster has.</summary>
    public int[] Sizes()
    {
        var sizes = new int[Centers.Length];
        foreach (var cluster in Cluster)
            sizes[cluster]++;
        return sizes;
    }
}

namespace TextVae.Corpus.Synthetic;

/// <summary>What is known of a synthetic corpus, as <c>truth.json</c> holds it.</summary>
public sealed record SyntheticTruth
{
    /// <summary>
    /// The exact entropy of a review, its end included: the least mean bound that any model can reach on endless
    /// reviews. It holds for a vocabulary of all words; where rare words are unknown, a bound can be lower.
    /// </summary>
    public required double Entropy { get; init; }

    /// <summary>The unit of every entropy and negative log-probability here: "nats per review".</summary>
    public required string EntropyUnit { get; init; }

    /// <summary>What each factor and the wording contribute to <see cref="Entropy"/>; they sum to it.</summary>
    public required IReadOnlyDictionary<string, double> EntropyByFactor { get; init; }

    /// <summary>The seed of the corpus.</summary>
    public required int Seed { get; init; }

    /// <summary>The reviews of all splits.</summary>
    public required int Reviews { get; init; }

    /// <summary>The splits by name: train, valid and test.</summary>
    public required IReadOnlyDictionary<string, SyntheticSplit> Splits { get; init; }

    /// <summary>The distributions of the latent factors.</summary>
    public required IReadOnlyList<FactorTable> Factors { get; init; }
}

/// <summary>The exact figures of one split, which a model's bound on that split can be compared with.</summary>
public sealed record SyntheticSplit
{
    /// <summary>The reviews of the split.</summary>
    public required int Sentences { get; init; }

    /// <summary>The mean of -log p(text) over the split under the true grammar, in nats per review.</summary>
    public required double MeanNegativeLogProbability { get; init; }

    /// <summary>The standard error of that mean, in nats per review; null for a single review.</summary>
    public required double? StandardError { get; init; }

    internal static SyntheticSplit Of(IReadOnlyList<double> negativeLogProbabilities)
    {
        var count = negativeLogProbabilities.Count;
        var mean = negativeLogProbabilities.Average();
        var squares = negativeLogProbabilities.Sum(value => (value - mean) * (value - mean));
        return new SyntheticSplit
        {
            Sentences = count,
            MeanNegativeLogProbability = mean,
            StandardError = count > 1 ? Math.Sqrt(squares / (count - 1) / count) : null,
        };
    }
}

namespace TextVae.Corpus.Synthetic;

/// <summary>The distribution of a latent factor of the synthetic reviews, perhaps given another one.</summary>
public sealed record FactorTable
{
    internal FactorTable(string factor, IEnumerable<(string Value, double Weight)> weights)
    {
        Factor = factor;
        (string Value, double Weight)[] all = [.. weights];
        var total = all.Sum(pair => pair.Weight);
        Probabilities = new OrderedDictionary<string, double>(
            all.Select(pair => KeyValuePair.Create(pair.Value, pair.Weight / total)));
        Entropy = EntropyOf(Probabilities.Values);
    }

    /// <summary>The name of the factor, such as <c>kind</c>.</summary>
    public string Factor { get; }

    /// <summary>The factor that this one depends on, or null.</summary>
    public string? GivenFactor { get; init; }

    /// <summary>The value of <see cref="GivenFactor"/> for which this table holds, or null.</summary>
    public string? GivenValue { get; init; }

    /// <summary>The probability of each value; they sum to 1.</summary>
    public IReadOnlyDictionary<string, double> Probabilities { get; }

    /// <summary>The entropy of this distribution, in nats.</summary>
    public double Entropy { get; }

    internal static double EntropyOf(IEnumerable<double> probabilities) =>
        probabilities.Where(p => p > 0).Sum(p => -p * Math.Log(p));
}

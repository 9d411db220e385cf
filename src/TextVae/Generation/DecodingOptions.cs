namespace TextVae.Generation;

/// <summary>How words are chosen.</summary>
public enum DecodingStrategy
{
    /// <summary>The most probable word at every step.</summary>
    Greedy,

    /// <summary>A draw from p(word)^(1/temperature) at every step.</summary>
    Sample,

    /// <summary>Beam search with length-normalised scores.</summary>
    Beam,
}

/// <summary>How z becomes text.</summary>
public sealed record DecodingOptions
{
    /// <summary>How words are chosen.</summary>
    public DecodingStrategy Strategy { get; init; } = DecodingStrategy.Greedy;

    /// <summary>The temperature of <see cref="DecodingStrategy.Sample"/>: 1 draws from the model, less is safer.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Hypotheses kept by <see cref="DecodingStrategy.Beam"/>.</summary>
    public int Beam { get; init; } = 16;

    /// <summary>
    /// The power a of the length in the score of a finished hypothesis, ln p / tokensᵃ: 0 compares plain
    /// probabilities and prefers short texts, 1 the mean of the tokens.
    /// </summary>
    public double LengthPower { get; init; } = 1;

    /// <summary>The most words of a text; what reaches it ends there.</summary>
    public int MaximumLength { get; init; } = 200;

    /// <summary>
    /// The number of the label under which all texts are written, for a model that knows labels; null for the label of the
    /// text that is reconstructed.
    /// </summary>
    public int? Label { get; init; }

    /// <summary>The seed of draws.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Everything that is wrong with these options, each as one sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems()
    {
        if (!(Temperature > 0 && Temperature <= 100))
            yield return $"The temperature is {Temperature}; it has to be above 0 and at most 100.";
        if (Beam is < 1 or > 10_000)
            yield return $"The beam is {Beam}; it has to be between 1 and 10000.";
        if (!(LengthPower >= 0 && LengthPower <= 10))
            yield return $"The power of the length is {LengthPower}; it has to be between 0 and 10.";
        if (MaximumLength is < 1 or > 100_000)
            yield return $"The maximum length is {MaximumLength}; it has to be between 1 and 100000 words.";
    }
}

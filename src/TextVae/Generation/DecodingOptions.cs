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
    /// Groups that the hypotheses of <see cref="DecodingStrategy.Beam"/> are divided into: 1 is plain beam search, more is
    /// diverse beam search (Vijayakumar et al. 2016).
    /// </summary>
    public int Groups { get; init; } = 1;

    /// <summary>
    /// λ of diverse beam search, nats: what a word costs a group for each hypothesis of the groups before it that takes the
    /// same word at the same place. Without effect on a single group.
    /// </summary>
    public double Diversity { get; init; } = 0.5;

    /// <summary>Texts of a sentence that <see cref="TextGenerator.Hypotheses"/> is to find, at most as many as the beam is
    /// wide.</summary>
    public int Hypotheses { get; init; } = 1;

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
        if (Groups < 1 || (Groups > 1 && Beam % Groups != 0))
            yield return $"The groups are {Groups}; the beam of {Beam} has to be a multiple of them.";
        if (!(Diversity >= 0 && Diversity <= 1000))
            yield return $"The diversity is {Diversity}; it has to be between 0 and 1000.";
        if (Hypotheses < 1 || Hypotheses > Math.Max(Beam, 1))
            yield return $"The hypotheses are {Hypotheses}; they have to be between 1 and the beam of {Beam}.";
        if (Strategy != DecodingStrategy.Beam && (Groups > 1 || Hypotheses > 1))
            yield return "Groups and several hypotheses are of a beam; choose that strategy with them.";
        if (!(LengthPower >= 0 && LengthPower <= 10))
            yield return $"The power of the length is {LengthPower}; it has to be between 0 and 10.";
        if (MaximumLength is < 1 or > 100_000)
            yield return $"The maximum length is {MaximumLength}; it has to be between 1 and 100000 words.";
    }
}

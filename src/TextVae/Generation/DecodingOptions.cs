namespace TextVae.Generation;

/// <summary>How z becomes text.</summary>
public sealed record DecodingOptions
{
    /// <summary>
    /// How words are chosen. Null leaves it to the options that only some strategies have (<see cref="StrategyChoice"/>), and where none of
    /// them has another value than its standard one, to whoever decodes.
    /// </summary>
    public DecodingStrategy? Strategy { get; init; }

    /// <summary>The temperature of draws: 1 draws from the model, less is safer.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>How many words, the most probable ones, a draw is among (Fan et al. 2018); 0 for all.</summary>
    public int TopK { get; init; }

    /// <summary>
    /// A draw is among the fewest words that together hold this probability, after temperature and <see cref="TopK"/> (nucleus
    /// sampling, Holtzman et al. 2020); 1 for all.
    /// </summary>
    public double TopP { get; init; } = 1;

    /// <summary>Texts that <see cref="DecodingStrategy.MinimumBayesRisk"/> draws for each that it gives.</summary>
    public int Candidates { get; init; } = 32;

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

    /// <summary>The fewest words of a text. One that no word may be added to ends before.</summary>
    public int MinimumLength { get; init; }

    /// <summary>The n of the n-grams that no text may have twice (Paulus et al. 2018); 0 for none, 1 for no word twice.</summary>
    public int NoRepeatNgram { get; init; }

    /// <summary>The ids of words that no text may have.</summary>
    public IReadOnlyList<int> Forbidden { get; init; } = [];

    /// <summary>The ids of words that every text of a <see cref="DecodingStrategy.Beam"/> has to have, in any order and each at
    /// least once (Post and Vilar 2018).</summary>
    public IReadOnlyList<int> Required { get; init; } = [];

    /// <summary>
    /// The number of the label under which all texts are written, for a model that knows labels; null for the label of the
    /// text that is reconstructed.
    /// </summary>
    public int? Label { get; init; }

    /// <summary>The seed of draws.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>The strategy: the one chosen, or else the one that options ask for, or else the standard one of who decodes.</summary>
    /// <param name="standard">Taken where nothing else is said.</param>
    public DecodingStrategy StrategyOr(DecodingStrategy standard) =>
        Strategy ?? StrategyChoice.AskedFor(StrategyChoice.GivenIn(this)) ?? standard;

    /// <summary>These options with the strategy that is meant.</summary>
    internal DecodingOptions Resolved(DecodingStrategy standard) => this with { Strategy = StrategyOr(standard) };

    /// <summary>Everything that is wrong with these options, each as one sentence; empty when all is well.</summary>
    public IEnumerable<string> Problems() => Problems(option => option);

    /// <inheritdoc cref="Problems()"/>
    /// <param name="nameOf">What an option is called where it was given, by its name here.</param>
    public IEnumerable<string> Problems(Func<string, string> nameOf) => DecodingProblems.Of(this, nameOf);
}

namespace TextVae.Generation;

/// <summary>
/// Which strategy options ask for when none is chosen, and which options a strategy has no use for. Options go by the names that they
/// have as properties of <see cref="DecodingOptions"/>.
/// </summary>
public static class StrategyChoice
{
    private static readonly DecodingStrategy[] Beams = [DecodingStrategy.Beam];
    private static readonly DecodingStrategy[] Draws = [DecodingStrategy.Sample, DecodingStrategy.MinimumBayesRisk];

    // Those that only one strategy has come first, for they ask more plainly.
    private static readonly (string Option, string Of, DecodingStrategy[] Strategies)[] Uses =
    [
        (nameof(DecodingOptions.Beam), "a beam", Beams),
        (nameof(DecodingOptions.Groups), "a beam", Beams),
        (nameof(DecodingOptions.Diversity), "a beam", Beams),
        (nameof(DecodingOptions.Hypotheses), "a beam", Beams),
        (nameof(DecodingOptions.LengthPower), "a beam", Beams),
        (nameof(DecodingOptions.Required), "a beam", Beams),
        (nameof(DecodingOptions.Candidates), "minimum Bayes risk", [DecodingStrategy.MinimumBayesRisk]),
        (nameof(DecodingOptions.Temperature), "draws", Draws),
        (nameof(DecodingOptions.TopK), "draws", Draws),
        (nameof(DecodingOptions.TopP), "draws", Draws),
    ];

    /// <summary>The strategy that some options ask for; null where all of them suit any.</summary>
    /// <param name="options">The options that were given.</param>
    public static DecodingStrategy? AskedFor(IReadOnlyCollection<string> options) =>
        Uses.Where(use => options.Contains(use.Option)).Select(use => (DecodingStrategy?)use.Strategies[0]).FirstOrDefault();

    /// <summary>A sentence for each option that a strategy has no use for.</summary>
    /// <param name="strategy">How words are chosen.</param>
    /// <param name="options">The options that were given.</param>
    /// <param name="nameOf">What an option is called where it was given.</param>
    public static IEnumerable<string> Problems(
        DecodingStrategy strategy, IReadOnlyCollection<string> options, Func<string, string> nameOf) =>
        Uses.Where(use => options.Contains(use.Option) && !use.Strategies.Contains(strategy)).Select(use =>
            $"{nameOf(use.Option)} is an option of {use.Of}, and these texts are made by the strategy {ChoiceName.Of(strategy)}. Leave it "
            + $"away, or choose the strategy {string.Join(" or ", use.Strategies.Select(ChoiceName.Of))}.");

    /// <summary>The options that have another value than the standard one.</summary>
    internal static IReadOnlyCollection<string> GivenIn(DecodingOptions options)
    {
        var standard = new DecodingOptions();
        (string Option, bool IsGiven)[] all =
        [
            (nameof(options.Beam), options.Beam != standard.Beam), (nameof(options.Groups), options.Groups != standard.Groups),
            (nameof(options.Diversity), !options.Diversity.Equals(standard.Diversity)),
            (nameof(options.Hypotheses), options.Hypotheses != standard.Hypotheses),
            (nameof(options.LengthPower), !options.LengthPower.Equals(standard.LengthPower)),
            (nameof(options.Required), options.Required.Count > 0), (nameof(options.Candidates), options.Candidates != standard.Candidates),
            (nameof(options.Temperature), !options.Temperature.Equals(standard.Temperature)),
            (nameof(options.TopK), options.TopK != standard.TopK), (nameof(options.TopP), !options.TopP.Equals(standard.TopP)),
        ];
        return [.. all.Where(option => option.IsGiven).Select(option => option.Option)];
    }
}

using TextVae.Corpus;

namespace TextVae.Generation;

/// <summary>What is wrong with options of decoding, each as one sentence.</summary>
internal static class DecodingProblems
{
    /// <summary>What can be told without a model.</summary>
    /// <param name="options">The options.</param>
    /// <param name="nameOf">What an option is called where it was given, by its name as a property.</param>
    public static IEnumerable<string> Of(DecodingOptions options, Func<string, string> nameOf) =>
        [.. OfDraws(options), .. OfBeam(options), .. OfLengths(options), .. OfWords(options), .. OfIdle(options, nameOf)];

    /// <summary>What can be told with one: words that it does not have.</summary>
    /// <param name="options">The options.</param>
    /// <param name="words">The size of the model's vocabulary.</param>
    public static IEnumerable<string> Of(DecodingOptions options, int words) =>
        options.Problems().Concat(options.Forbidden.Concat(options.Required).Where(word => word < 0 || word >= words).Distinct()
            .Select(word => $"The word {word} is forbidden or required; the model's words are 0 to {words - 1}."));

    private static IEnumerable<string> OfDraws(DecodingOptions options)
    {
        if (!(options.Temperature > 0 && options.Temperature <= 100))
            yield return FormattableString.Invariant($"The temperature is {options.Temperature}; it has to be above 0 and at most 100.");
        if (options.TopK < 0)
            yield return $"The top-k is {options.TopK}; it has to be at least 1, or 0 for all words.";
        if (!(options.TopP > 0 && options.TopP <= 1))
            yield return FormattableString.Invariant($"The top-p is {options.TopP}; it has to be above 0 and at most 1.");
        if (options.Candidates is < 1 or > 1000)
            yield return $"The candidates are {options.Candidates}; they have to be between 1 and 1000.";
    }

    private static IEnumerable<string> OfBeam(DecodingOptions options)
    {
        var (beam, groups) = (options.Beam, options.Groups);
        if (beam is < 1 or > 10_000)
            yield return $"The beam is {beam}; it has to be between 1 and 10000.";
        if (groups < 1 || (groups > 1 && beam % groups != 0))
            yield return $"The groups are {groups}; the beam of {beam} has to be a multiple of them.";
        if (!(options.Diversity >= 0 && options.Diversity <= 1000))
            yield return FormattableString.Invariant($"The diversity is {options.Diversity}; it has to be between 0 and 1000.");
        if (options.Hypotheses < 1 || options.Hypotheses > Math.Max(beam, 1))
            yield return $"The hypotheses are {options.Hypotheses}; they have to be between 1 and the beam of {beam}.";
    }

    private static IEnumerable<string> OfLengths(DecodingOptions options)
    {
        var (minimum, maximum) = (options.MinimumLength, options.MaximumLength);
        if (!(options.LengthPower >= 0 && options.LengthPower <= 10))
            yield return FormattableString.Invariant($"The power of the length is {options.LengthPower}; it has to be between 0 and 10.");
        if (maximum is < 1 or > 100_000)
            yield return $"The maximum length is {maximum}; it has to be between 1 and 100000 words.";
        if (minimum < 0 || minimum > Math.Max(maximum, 0))
            yield return $"The minimum length is {minimum}; it has to be between 0 and the maximum of {maximum} words.";
        if (options.NoRepeatNgram is < 0 or > 100)
            yield return $"The n-grams that are not repeated have {options.NoRepeatNgram} words; it has to be 1 to 100, or 0 for none.";
    }

    // An option that nothing uses would be believed to have had an effect.
    private static IEnumerable<string> OfIdle(DecodingOptions options, Func<string, string> nameOf) => StrategyChoice.Problems(
        options.StrategyOr(DecodingStrategy.Greedy), StrategyChoice.GivenIn(options), nameOf);

    private static IEnumerable<string> OfWords(DecodingOptions options)
    {
        var required = options.Required;
        foreach (var word in options.Forbidden.Concat(required).Distinct())
        {
            if (word is Vocabulary.Padding or Vocabulary.Start or Vocabulary.End)
                yield return $"The word {word} is forbidden or required; padding, start and end are no words of a text.";
        }

        foreach (var word in required.Intersect(options.Forbidden))
            yield return $"The word {word} is both forbidden and required.";
        foreach (var (word, count) in required.CountBy(word => word))
        {
            if (count > 1)
                yield return $"The word {word} is required {count} times; require it once.";
        }

        if (required.Count > RequiredWords.Most)
            yield return $"The required words are {required.Count}; there can be at most {RequiredWords.Most}.";
        if (required.Count > options.MaximumLength)
            yield return $"The required words are {required.Count}; a text has at most {options.MaximumLength} words.";
    }
}

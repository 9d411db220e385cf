using System.Globalization;
using TextVae.Corpus.Synthetic.Grammar;

namespace TextVae.Corpus.Synthetic;

/// <summary>
/// Reviews drawn from a probabilistic grammar whose every text has a known probability. No two derivations give the
/// same text, so p(text) is the probability of its one derivation, and the entropy is exact: no model of these
/// reviews can have a mean negative log-likelihood below it.
/// </summary>
public static class SyntheticReviews
{
    private const int LongestQuote = 200;

    private static readonly Lazy<double> Entropy = new(() => ReviewGrammar.Review.Entropy());

    /// <summary>The exact entropy of a review, in nats, by recursion over the grammar.</summary>
    public static double EntropyPerReview => Entropy.Value;

    /// <summary>The distributions of the latent factors, in the order in which a review decides them.</summary>
    public static IReadOnlyList<FactorTable> Factors => ReviewFactors.All;

    /// <summary>
    /// The parts of <see cref="EntropyPerReview"/> that each latent factor and the wording contribute, in nats: the
    /// entropy of a factor given those decided before it. They sum to the whole.
    /// </summary>
    public static IReadOnlyDictionary<string, double> EntropyByFactor() => new OrderedDictionary<string, double>(
        Factors.Select(table => table.Factor).Append(Choice.Wording).Distinct()
            .Select(factor => KeyValuePair.Create(factor, ReviewGrammar.Review.Entropy(factor))));

    /// <summary>Independent reviews; the same seed gives the same texts on every platform.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="count"/> is negative.</exception>
    public static IEnumerable<SyntheticReview> Generate(int count, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        return Draw();

        IEnumerable<SyntheticReview> Draw()
        {
            var random = new RandomStream(seed);
            for (var i = 0; i < count; i++)
            {
                var tokens = new List<string>();
                yield return Describe(tokens, ReviewGrammar.Review.Sample(random, tokens, default));
            }
        }
    }

    /// <summary>The exact -log p(text), in nats. Case and spaces do not matter: tokenised text will do.</summary>
    /// <exception cref="DataException">The grammar cannot make <paramref name="text"/>: its p is zero.</exception>
    public static double NegativeLogProbability(string text) => Parse(text).NegativeLogProbability;

    /// <summary>Recovers the factors of a review from its text; case and spaces do not matter.</summary>
    /// <exception cref="DataException">The grammar cannot make <paramref name="text"/>.</exception>
    public static SyntheticReview Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var tokens = ReviewText.Tokenize(text);
        var input = new TokenInput(tokens);
        foreach (var trace in ReviewGrammar.Review.Parse(input, default))
        {
            if (trace.Position == tokens.Count) return Describe(tokens, trace);
        }

        throw NotOfTheGrammar(text, input);
    }

    private static SyntheticReview Describe(IReadOnlyList<string> tokens, Trace trace)
    {
        (string Aspect, string Sentiment)[] mentions =
        [
            .. ReviewFactors.AspectNames(ValueOf(ReviewFactors.Aspects)).Zip(trace.ValuesOf(ReviewFactors.Sentiment)),
        ];
        return new SyntheticReview
        {
            Text = ReviewText.Compose(tokens),
            Kind = ValueOf(ReviewFactors.Kind),
            Stars = int.Parse(ValueOf(ReviewFactors.Stars), CultureInfo.InvariantCulture),
            HasGreeting = ValueOf(ReviewFactors.Greeting) == ReviewFactors.Yes,
            Opening = ValueOf(ReviewFactors.Opening),
            Praised = [.. mentions.Where(m => m.Sentiment == ReviewFactors.Praised).Select(m => m.Aspect)],
            Blamed = [.. mentions.Where(m => m.Sentiment == ReviewFactors.Blamed).Select(m => m.Aspect)],
            Closing = ValueOf(ReviewFactors.Closing),
            Length = tokens.Count(ReviewText.IsSentenceEnd),
            NegativeLogProbability = trace.NegativeLogProbability,
        };

        string ValueOf(string factor) => trace.ValuesOf(factor)[0];
    }

    private static DataException NotOfTheGrammar(string text, TokenInput input)
    {
        var quote = text.Length <= LongestQuote ? text : string.Concat(text.AsSpan(0, LongestQuote), "…");
        var understood = input.Understood;
        var where = understood == input.Tokens.Count
            ? $"ends too early, after {understood} tokens"
            : $"leaves the grammar at token {understood + 1}, \"{input.Tokens[understood]}\"";
        return new DataException(
            $"The text \"{quote}\" is not a review of the synthetic grammar: it {where}. "
            + "Only the reviews that the grammar can make have a probability; "
            + "case and spaces do not matter, every word and punctuation mark does.");
    }
}

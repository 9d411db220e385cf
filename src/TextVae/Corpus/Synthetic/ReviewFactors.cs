using System.Globalization;
using TextVae.Corpus.Synthetic.Businesses;

namespace TextVae.Corpus.Synthetic;

/// <summary>The latent factors of a review and their distributions, from the phrase tables.</summary>
internal static class ReviewFactors
{
    public const string Greeting = "greeting";
    public const string Kind = "kind";
    public const string Stars = "stars";
    public const string Opening = "opening";
    public const string Aspects = "aspects";
    public const string Sentiment = "sentiment";
    public const string Closing = "closing";

    public const string Yes = "yes";
    public const string No = "no";

    /// <summary>The value of <see cref="Opening"/> where the verdict comes first; "I" speaks.</summary>
    public const string Verdict = "verdict";

    /// <summary>The value of <see cref="Opening"/> where "I" tells of a visit first.</summary>
    public const string Alone = "alone";

    /// <summary>The value of <see cref="Opening"/> where "we" tell of a visit first.</summary>
    public const string Together = "together";

    public const string Praised = "praised";
    public const string Blamed = "blamed";

    private const string Separator = ", ";

    /// <summary>How likely a review is to mention one, two or three aspects.</summary>
    private static readonly double[] AspectCounts = [0.35, 0.45, 0.2];

    public static FactorTable OfGreeting { get; } = new(Greeting, [(Yes, 0.12), (No, 0.88)]);

    public static FactorTable OfKind { get; } =
        new(Kind, Business.All.Select(business => (business.Kind, business.Weight)));

    public static FactorTable OfStars { get; } =
        new(Stars, StarPhrases.All.Select(stars => (Text(stars.Stars), stars.Weight)));

    /// <summary>All tables, in the order in which a review decides them.</summary>
    public static IReadOnlyList<FactorTable> All { get; } =
    [
        OfGreeting, OfKind, OfStars,
        .. Business.All.Select(OfOpening),
        .. Business.All.Select(OfAspects),
        .. StarPhrases.All.Select(OfSentiment),
        .. StarPhrases.All.Select(OfClosing),
    ];

    public static FactorTable OfOpening(Business business) => Given(business, Opening,
        [(Verdict, 0.45), (Alone, 0.55 * (1 - business.Together)), (Together, 0.55 * business.Together)]);

    /// <summary>Which aspects are mentioned: how many first, then which, by the product of their weights.</summary>
    public static FactorTable OfAspects(Business business)
    {
        IReadOnlyList<Aspect>[] subsets =
        [
            .. Subsets(business.Aspects).Where(subset => subset.Count > 0 && subset.Count <= AspectCounts.Length),
        ];
        var totals = subsets.ToLookup(subset => subset.Count, WeightOf);
        return Given(business, Aspects, subsets.Select(subset => (
            string.Join(Separator, subset.Select(aspect => aspect.Name)),
            AspectCounts[subset.Count - 1] * WeightOf(subset) / totals[subset.Count].Sum())));
    }

    /// <summary>Whether an aspect that is mentioned is praised or blamed.</summary>
    public static FactorTable OfSentiment(StarPhrases stars) =>
        Given(stars, Sentiment, [(Praised, stars.Praise), (Blamed, 1 - stars.Praise)]);

    public static FactorTable OfClosing(StarPhrases stars) =>
        Given(stars, Closing, stars.Closings.Select(closing => (closing.Name, closing.Weight)));

    /// <summary>The names of the aspects in a value of <see cref="Aspects"/>.</summary>
    public static string[] AspectNames(string value) => value.Split(Separator);

    public static string Text(int stars) => stars.ToString(CultureInfo.InvariantCulture);

    private static FactorTable Given(Business business, string factor, IEnumerable<(string, double)> weights) =>
        new(factor, weights) { GivenFactor = Kind, GivenValue = business.Kind };

    private static FactorTable Given(StarPhrases stars, string factor, IEnumerable<(string, double)> weights) =>
        new(factor, weights) { GivenFactor = Stars, GivenValue = Text(stars.Stars) };

    private static double WeightOf(IReadOnlyList<Aspect> subset) =>
        subset.Aggregate(1.0, (product, aspect) => product * aspect.Weight);

    private static IEnumerable<IReadOnlyList<Aspect>> Subsets(IReadOnlyList<Aspect> aspects) =>
        Enumerable.Range(0, 1 << aspects.Count)
            .Select(bits => aspects.Where((_, index) => (bits >> index & 1) == 1).ToArray());
}

namespace TextVae.Corpus.Synthetic.Businesses;

/// <summary>
/// A kind of business and how people write about it, in the notation of <see cref="Grammar.PhraseNotation"/>. The
/// variables are those of <see cref="ReviewVoice"/>: <c>$I</c>, <c>$me</c>, <c>$very</c>, <c>$place</c>, ...
/// </summary>
/// <param name="Kind">The value of the factor <c>kind</c>.</param>
/// <param name="Weight">How frequent this kind is, relative to the others.</param>
/// <param name="Together">The probability that a visit is told as "we" rather than "I".</param>
/// <param name="Place">Nouns for the business; no other kind uses them.</param>
/// <param name="Staff">Nouns for the people who serve.</param>
/// <param name="Visits">First sentences that tell what the customer came for.</param>
/// <param name="Aspects">What is praised or blamed, in the order in which reviews mention it.</param>
internal sealed record Business(
    string Kind,
    double Weight,
    double Together,
    string Place,
    string Staff,
    IReadOnlyList<string> Visits,
    IReadOnlyList<Aspect> Aspects)
{
    /// <summary>All kinds of business.</summary>
    public static readonly IReadOnlyList<Business> All =
    [
        Restaurant.Phrases, Hotel.Phrases, Salon.Phrases, Garage.Phrases, Dentist.Phrases, Bookshop.Phrases,
    ];
}

/// <summary>Something that customers praise or blame: clauses without capital and full stop.</summary>
/// <param name="Name">What <see cref="SyntheticReview.Praised"/> or <see cref="SyntheticReview.Blamed"/> lists.</param>
/// <param name="Weight">How often it is mentioned, relative to the other aspects of the business.</param>
/// <param name="Praise">What the content say.</param>
/// <param name="Blame">What the discontent say.</param>
internal sealed record Aspect(string Name, double Weight, IReadOnlyList<string> Praise, IReadOnlyList<string> Blame)
{
    /// <summary>How people are served; every business has it.</summary>
    public static Aspect Service(double weight) => new(
        "service",
        weight,
        [
            "the $staff was $very {friendly*3|helpful*2|polite|patient}*4",
            "the $staff {took good care of|remembered} $me*2",
            "the $staff couldn't have been {nicer|kinder}",
            "everyone made $me feel {welcome|at home}",
        ],
        [
            "the $staff was $very {rude*3|slow*2|unfriendly}*4",
            "the $staff {ignored*2|laughed at} $me*2",
            "nobody had time for $me",
            "the $staff was on the phone the whole time",
        ]);

    /// <summary>What it costs; every business has it.</summary>
    public static Aspect Price(double weight) => new(
        "price",
        weight,
        [
            "the prices {are|were} $very {fair*3|reasonable*2|low}*4",
            "it was worth every penny*2",
            "$I paid {much|} less than expected",
            "it is {good*2|great} value for money*2",
        ],
        [
            "the prices {are|were} {far|much|} too high*4",
            "$I paid {far|} too much*2",
            "it was {not worth the money*2|overpriced}*2",
            "they added a hidden fee to $my bill",
        ]);
}

using TextVae.Corpus.Synthetic.Businesses;
using TextVae.Corpus.Synthetic.Grammar;

namespace TextVae.Corpus.Synthetic;

/// <summary>
/// The middle of a review: one clause for each aspect mentioned, joined as their sentiments agree or not. The verdict
/// counts as what comes before the first: a bad clause after a good verdict begins with "However".
/// </summary>
internal sealed class AspectGrammar(Business business, StarPhrases stars, ReviewVoice voice)
{
    private readonly FactorTable _sentiments = ReviewFactors.OfSentiment(stars);

    private readonly Dictionary<(string Aspect, string Sentiment), Phrase> _clauses = business.Aspects
        .SelectMany(aspect => new[]
        {
            KeyValuePair.Create((aspect.Name, ReviewFactors.Praised), voice.Say(aspect.Praise)),
            KeyValuePair.Create((aspect.Name, ReviewFactors.Blamed), voice.Say(aspect.Blame)),
        })
        .ToDictionary();

    /// <summary>The sentences on <paramref name="aspects"/>, in this order.</summary>
    public Phrase Mention(IReadOnlyList<string> aspects) => Mention(aspects, 0, stars.Stars switch
    {
        <= 2 => ReviewFactors.Blamed,
        3 => null,
        _ => ReviewFactors.Praised,
    });

    private Phrase Mention(IReadOnlyList<string> aspects, int index, string? sentimentBefore)
    {
        if (index == aspects.Count) return voice.Say("$end");
        return Choice.Of(_sentiments, sentiment => new Sequence(
            Joint(index, isTurn: sentimentBefore is not null && sentimentBefore != sentiment),
            _clauses[(aspects[index], sentiment)],
            Mention(aspects, index + 1, sentiment)));
    }

    /// <summary>What stands before a clause. Only the first two may share a sentence, lest it become a list.</summary>
    private Phrase Joint(int index, bool isTurn) => (index, isTurn) switch
    {
        (0, false) => Words.None,
        (0, true) => voice.Say("however,*2", "still,"),
        (1, false) => voice.Say(".*2", "and"),
        (1, true) => voice.Say(", but*3", ". then again,"),
        (_, false) => voice.Say(".*2", ". also,"),
        (_, true) => voice.Say(". on the other hand,"),
    };
}

using System.Collections.ObjectModel;
using TextVae.Corpus.Synthetic.Businesses;
using TextVae.Corpus.Synthetic.Grammar;

namespace TextVae.Corpus.Synthetic;

/// <summary>
/// The grammar of a whole review: a greeting at times, then a verdict on the business or a visit and its verdict, then
/// one to three aspects praised or blamed, then a closing at times. Kind and stars are decided first and everything
/// after depends on them.
/// </summary>
internal static class ReviewGrammar
{
    /// <summary>The grammar; no two of its derivations give the same tokens.</summary>
    public static Phrase Review { get; } = new Sequence(
        Choice.Of(ReviewFactors.OfGreeting, value => value == ReviewFactors.Yes ? Greeting : Words.None),
        Choice.Of(ReviewFactors.OfKind, kind => OfBusiness(Business.All.Single(business => business.Kind == kind))));

    private static Phrase Greeting => PhraseNotation.Read(
        ["{hello|hi} {everyone|all}.*2", "my first review {ever|here|}."],
        ReadOnlyDictionary<string, string>.Empty);

    private static Choice OfBusiness(Business business) => Choice.Of(
        ReviewFactors.OfStars,
        value => OfBusiness(business, StarPhrases.All.Single(stars => ReviewFactors.Text(stars.Stars) == value)));

    private static Choice OfBusiness(Business business, StarPhrases stars)
    {
        var alone = new ReviewVoice(business, stars, together: false);
        var together = new ReviewVoice(business, stars, together: true);
        var afterAlone = AfterVerdict(business, stars, alone);
        return Choice.Of(ReviewFactors.OfOpening(business), opening => opening switch
        {
            ReviewFactors.Verdict => new Sequence(alone.Say(stars.PlaceVerdicts), afterAlone),
            ReviewFactors.Alone => new Sequence(Visit(business, stars, alone), afterAlone),
            _ => new Sequence(Visit(business, stars, together), AfterVerdict(business, stars, together)),
        });
    }

    private static Sequence Visit(Business business, StarPhrases stars, ReviewVoice voice) =>
        new(voice.Say(business.Visits), voice.Say("."), voice.Say(stars.VisitVerdicts));

    private static Sequence AfterVerdict(Business business, StarPhrases stars, ReviewVoice voice)
    {
        var aspects = new AspectGrammar(business, stars, voice);
        return new Sequence(
            Choice.Of(ReviewFactors.OfAspects(business), value => aspects.Mention(ReviewFactors.AspectNames(value))),
            Choice.Of(
                ReviewFactors.OfClosing(stars),
                value => voice.Say(stars.Closings.Single(closing => closing.Name == value).Sentences)));
    }
}

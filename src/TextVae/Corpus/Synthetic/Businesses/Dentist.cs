namespace TextVae.Corpus.Synthetic.Businesses;

internal static class Dentist
{
    public static readonly Business Phrases = new(
        Kind: "dentist",
        Weight: 2,
        Together: 0.15,
        Place: "{dentist*3|dental practice}",
        Staff: "{dentist*2|assistant|nurse}",
        Visits:
        [
            "$I had {a filling*2|a cleaning*2|a tooth pulled} here $when*3",
            "$I came in with {a toothache*2|a broken tooth} $when*3",
            "$I $was {afraid of|nervous about} the {needle|pain}",
        ],
        Aspects:
        [
            new Aspect(
                "treatment",
                4,
                [
                    "the {treatment*2|filling|cleaning} was {gentle*2|painless*2|over in minutes}*4",
                    "$I {felt no pain|didn't feel a thing}*2",
                    "$my teeth {look|feel} $very {clean*2|strong}*2",
                    "they explained everything to $me",
                ],
                [
                    "the {treatment*2|filling|cleaning} was $very painful*4",
                    "the filling fell out {the next day|after a week}*2",
                    "$my tooth still hurts*2",
                    "they pulled the wrong tooth",
                ]),
            new Aspect(
                "waiting",
                2,
                [
                    "$I only waited five minutes*2",
                    "the waiting room was $very {quiet|bright|modern}*2",
                    "they found time for $me the same day",
                ],
                [
                    "$I waited {for hours|over an hour*2}*2",
                    "the waiting room was $very {crowded|cold}*2",
                    "they {forgot|lost} $my appointment",
                ]),
            Aspect.Service(3),
            Aspect.Price(2),
        ]);
}

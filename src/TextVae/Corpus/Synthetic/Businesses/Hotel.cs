namespace TextVae.Corpus.Synthetic.Businesses;

internal static class Hotel
{
    public static readonly Business Phrases = new(
        Kind: "hotel",
        Weight: 4,
        Together: 0.6,
        Place: "{hotel*4|guest house}",
        Staff: "{receptionist*2|manager}",
        Visits:
        [
            "$I stayed here for {a night|two nights*2|a week|the weekend*2} $company*3",
            "$I booked a {quiet|double} room for {two nights|the weekend}*2",
            "$I spent {a night|two nights|a week|the holidays} here $company",
        ],
        Aspects:
        [
            new Aspect(
                "room",
                4,
                [
                    "the {room*3|bathroom} was $very {clean*3|quiet*2|modern|bright}*4",
                    "the bed was $very comfortable*2",
                    "$I slept {well|like a baby}",
                    "the view over the garden was beautiful",
                ],
                [
                    "the {room*3|bathroom} was $very {dirty*3|small*2|noisy|cold}*4",
                    "the {shower*2|heating} didn't work*2",
                    "$I {hardly slept|slept badly}",
                    "the {sheets|towels} smelled of smoke",
                ]),
            new Aspect(
                "breakfast",
                2,
                [
                    "the breakfast was $very {good*2|fresh|tasty}*3",
                    "the breakfast buffet had something for everyone",
                    "the {coffee|bread} at breakfast was delicious",
                ],
                [
                    "the breakfast was $very {poor*2|plain}*3",
                    "the coffee tasted {burnt|like water}",
                    "the bread at breakfast was $very {stale|dry}",
                ]),
            Aspect.Service(3),
            Aspect.Price(2),
        ]);
}

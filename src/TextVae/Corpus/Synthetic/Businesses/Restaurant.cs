namespace TextVae.Corpus.Synthetic.Businesses;

internal static class Restaurant
{
    public static readonly Business Phrases = new(
        Kind: "restaurant",
        Weight: 6,
        Together: 0.6,
        Place: "{restaurant*3|bistro}",
        Staff: "{waiter*3|waitress*2|chef}",
        Visits:
        [
            "$I {had*3|ordered} {dinner*3|lunch*2|pizza} here $company $when*3",
            "$I came here for {dinner|lunch|a birthday} $company $when*2",
            "$I booked a {quiet|} table for {the evening|dinner} $company",
        ],
        Aspects:
        [
            new Aspect(
                "food",
                4,
                [
                    "the {pasta*3|soup*2|steak*2|fish|pizza*2} was $very {good*2|tasty*2|fresh}*4",
                    "the {pasta*3|soup*2|steak*2|fish|pizza*2} was {delicious*3|full of flavour|perfectly cooked}*3",
                    "the {dessert|chocolate cake} was {heavenly|out of this world}*2",
                    "every dish was a joy",
                ],
                [
                    "the {pasta*3|soup*2|steak*2|fish|pizza*2} was $very {cold*3|bland*2|salty}*4",
                    "the {pasta*3|soup*2|steak*2|fish|pizza*2} {arrived cold*2|tasted of nothing|was burnt}*3",
                    "there was a hair in $my soup",
                    "the dessert was still frozen",
                ]),
            Aspect.Service(3),
            new Aspect(
                "atmosphere",
                2,
                [
                    "the {dining room*2|terrace} was $very {cosy*2|romantic}*3",
                    "$I loved the {soft music|candles|view}*2",
                    "the open fire made the evening special",
                ],
                [
                    "the music was {far|much|} too loud*2",
                    "the {tables|chairs} were $very {dirty|old}*2",
                    "the dining room was $very {dark|noisy}*2",
                ]),
            Aspect.Price(2),
        ]);
}

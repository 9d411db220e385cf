namespace TextVae.Corpus.Synthetic.Businesses;

internal static class Salon
{
    public static readonly Business Phrases = new(
        Kind: "salon",
        Weight: 3,
        Together: 0.15,
        Place: "{hair salon*2|salon}",
        Staff: "{stylist*2|hairdresser}",
        Visits:
        [
            "$I came {here|in} for a {haircut*3|trim*2|new colour} $when*4",
            "$I needed a {haircut|fresh look} for {a birthday|a wedding|the holidays}*2",
            "$I found this $place by chance",
        ],
        Aspects:
        [
            new Aspect(
                "cut",
                4,
                [
                    "$my hair {looks|feels} $very {good*2|soft|healthy}*4",
                    "the {cut|colour} suits $me {perfectly|well|}*2",
                    "$I got just what $I asked for",
                    "all $my friends love $my hair",
                ],
                [
                    "$my hair is $very {uneven*2|dry|short}*4",
                    "the {cut|colour} is a {mess|joke}*2",
                    "they cut {far|} too much*2",
                    "$I had to wear a hat for a {week|month}",
                ]),
            new Aspect(
                "comfort",
                2,
                [
                    "the {head massage*2|hair wash} was $very gentle*2",
                    "they {offered|served} $me {tea|coffee} and cake*2",
                    "the chairs were $very comfortable",
                ],
                [
                    "the water was $very {cold|hot}*2",
                    "the {towels|chairs} were $very {dirty|old}*2",
                    "there was hair all over the chairs",
                ]),
            Aspect.Service(3),
            Aspect.Price(2),
        ]);
}

namespace TextVae.Corpus.Synthetic.Businesses;

internal static class Bookshop
{
    public static readonly Business Phrases = new(
        Kind: "bookshop",
        Weight: 2,
        Together: 0.25,
        Place: "{bookshop*2|bookstore}",
        Staff: "{bookseller*2|owner}",
        Visits:
        [
            "$I came {here|in} for a {novel*2|gift} $when*3",
            "$I spent {an hour*2|a rainy day} here $company",
            "$I ordered {a novel|a rare book} here $when*2",
        ],
        Aspects:
        [
            new Aspect(
                "selection",
                4,
                [
                    "the {selection*2|choice} was $very {good*2|wide}*4",
                    "the shelves are full of {surprises|poetry|rare books}*2",
                    "$I found {the book $I wanted*2|three novels|a first edition} {at once|}*2",
                ],
                [
                    "the {selection*2|choice} was $very {poor*2|small|boring}*4",
                    "the shelves were {half empty|a mess}*2",
                    "they didn't have {the book $I wanted*2|anything new}*2",
                ]),
            new Aspect(
                "atmosphere",
                3,
                [
                    "the reading corner was $very {cosy*2|quiet|comfortable}*3",
                    "$I could stay there for hours*2",
                    "it smells of {old paper|coffee and paper}",
                    "$I loved the cat in the window",
                ],
                [
                    "the aisles were $very {narrow|dark|crowded}*3",
                    "the whole place smelled of {smoke|dust}*2",
                    "loud music made it hard to read",
                ]),
            Aspect.Service(3),
            Aspect.Price(1),
        ]);
}

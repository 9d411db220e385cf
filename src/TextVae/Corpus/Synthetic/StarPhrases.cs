namespace TextVae.Corpus.Synthetic;

/// <summary>
/// What the number of stars decides: the verdict, how strong the adverbs are, how often something is praised, and how
/// the review ends. No two ratings share a verdict, so that the text always tells the stars.
/// </summary>
/// <param name="Stars">The rating, 1 to 5.</param>
/// <param name="Weight">How frequent the rating is, relative to the others.</param>
/// <param name="Praise">The probability that an aspect that is mentioned is praised rather than blamed.</param>
/// <param name="Very">Adverbs of this strength of feeling, for the variable <c>$very</c>.</param>
/// <param name="End">How sentences with feeling end, for the variable <c>$end</c>.</param>
/// <param name="PlaceVerdicts">First sentences that name the business and judge it.</param>
/// <param name="VisitVerdicts">Second sentences, after one that tells of the visit.</param>
/// <param name="Closings">The weight of each way to close, the silent one included.</param>
internal sealed record StarPhrases(
    int Stars,
    double Weight,
    double Praise,
    string Very,
    string End,
    IReadOnlyList<string> PlaceVerdicts,
    IReadOnlyList<string> VisitVerdicts,
    IReadOnlyList<Closing> Closings)
{
    /// <summary>The ratings, from one star to five.</summary>
    public static readonly IReadOnlyList<StarPhrases> All =
    [
        new(
            Stars: 1,
            Weight: 3,
            Praise: 0.05,
            Very: "{*2|so*3|incredibly}",
            End: "{.*2|!}",
            PlaceVerdicts:
            [
                "the worst $place {in town*2|ever|$I know} $end*3",
                "avoid this $place $end*2",
                "a terrible $place $end*2",
            ],
            VisitVerdicts:
            [
                "it was {terrible*2|awful*2|a disaster*2} $end*4",
                "$I want $my money back $end",
                "one star is too much $end",
            ],
            Closings:
            [
                new("none", 2, [""]),
                new("thanks", 1, ["thanks for nothing $end"]),
                new("return", 3, ["never again $end*2", "$I will never {come back|return} $end"]),
                new("advice", 3, ["{stay away|save your money} $end*3", "find another $place $end*2"]),
            ]),
        new(
            Stars: 2,
            Weight: 2,
            Praise: 0.25,
            Very: "{*3|rather*2|quite|really}",
            End: ".",
            PlaceVerdicts:
            [
                "a disappointing $place.*3",
                "$I expected more from this $place.*2",
                "this $place {is|was} below average.",
            ],
            VisitVerdicts:
            [
                "it was {disappointing*2|below average}.*3",
                "$I expected {more|better}.*2",
                "two stars {from $me|}.",
                "not a good experience.",
            ],
            Closings:
            [
                new("none", 4, [""]),
                new("thanks", 1, ["thanks for trying."]),
                new("return", 3, ["$I won't be back {soon|}.*2", "that was $my last visit."]),
                new("advice", 2, ["there are better places {nearby|in town}.*2", "try another $place."]),
            ]),
        new(
            Stars: 3,
            Weight: 2,
            Praise: 0.5,
            Very: "{*3|fairly*2|quite}",
            End: ".",
            PlaceVerdicts:
            [
                "just an average $place.*2",
                "this $place is {okay*2|fine}, {nothing special*2|nothing more}.*3",
            ],
            VisitVerdicts:
            [
                "it was {okay*2|average|all right}.*3",
                "it was fine, {nothing special|nothing more}.",
                "three stars {from $me|}.",
                "$I have mixed feelings.*2",
            ],
            Closings:
            [
                new("none", 4, [""]),
                new("thanks", 1, ["thanks anyway."]),
                new("return", 3, ["$I might {come back*2|return} {one day|}.", "maybe $I will try again."]),
                new("advice", 2, ["go if you are {nearby|in town}.", "fine if you need a $place."]),
            ]),
        new(
            Stars: 4,
            Weight: 4,
            Praise: 0.8,
            Very: "{*3|very*2|really*2|quite}",
            End: ".",
            PlaceVerdicts:
            [
                "a {very good*2|lovely} $place.*3",
                "$I {really|} like this $place.*2",
                "a $place $I can recommend.",
            ],
            VisitVerdicts:
            [
                "it was {very good*2|lovely|a pleasure}.*3",
                "$I {really|} liked it.*2",
                "four stars {from $me|}.",
                "a good experience.",
            ],
            Closings:
            [
                new("none", 4, [""]),
                new("thanks", 2, ["thank you.*2", "thanks to the team."]),
                new("return", 3, ["$I will be back {soon|}.*2", "$I will come again."]),
                new("advice", 3, ["recommended.*2", "a good choice if you need a $place."]),
            ]),
        new(
            Stars: 5,
            Weight: 6,
            Praise: 0.96,
            Very: "{*2|so*3|very*2|incredibly}",
            End: "{.*2|!}",
            PlaceVerdicts:
            [
                "the best $place {in town*2|ever|$I know} $end*3",
                "$I love this $place $end*2",
                "a {wonderful*2|fantastic|perfect} $place $end*3",
            ],
            VisitVerdicts:
            [
                "it was {wonderful*2|fantastic*2|perfect*2} $end*4",
                "$I loved it $end*2",
                "five stars {from $me|} $end",
                "what a great experience $end",
            ],
            Closings:
            [
                new("none", 3, [""]),
                new("thanks", 3, ["thank you {so much|} $end*2", "many thanks to the team $end"]),
                new("return", 4, ["$I will {definitely|} be back {soon|} $end*3", "see you {soon|next time} $end"]),
                new("advice", 4, ["highly recommended $end*2", "tell your friends about this $place $end"]),
            ]),
    ];
}

/// <summary>A way to close a review: the value of the factor <c>closing</c>, its weight and its sentences.</summary>
internal sealed record Closing(string Name, double Weight, IReadOnlyList<string> Sentences);

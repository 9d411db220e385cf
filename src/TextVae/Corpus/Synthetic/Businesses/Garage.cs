namespace TextVae.Corpus.Synthetic.Businesses;

internal static class Garage
{
    public static readonly Business Phrases = new(
        Kind: "garage",
        Weight: 3,
        Together: 0.2,
        Place: "{garage*3|workshop}",
        Staff: "{mechanic*4|owner}",
        Visits:
        [
            "$I {brought|took} {$my car*3|$my van} here for {new brakes|new tyres|an oil change*2} $when*4",
            "$I left $my {car|van} here for a {small repair|new engine} $when",
            "$I came here because of a strange {noise|smell} from $my engine*2",
        ],
        Aspects:
        [
            new Aspect(
                "repair",
                4,
                [
                    "{the car|the engine} runs like new {again|}*3",
                    "they {found|fixed} the problem {at once|the first time}*3",
                    "the brakes work {perfectly|well} now*2",
                    "they even {washed the car|cleaned the windows}",
                ],
                [
                    "the {noise|problem} came back {the next day|after a week}*3",
                    "they {scratched|broke} {the|a} {door*2|window}*2",
                    "the {engine|car} {sounds worse than before|died on the way home}*2",
                    "they lost $my keys",
                ]),
            new Aspect(
                "speed",
                2,
                [
                    "the car was ready {on time*2|the same day*2|in an hour}*3",
                    "the repair was $very {quick|fast}*2",
                    "they called $me when it was ready",
                ],
                [
                    "$I waited {all day*2|for hours|a week} for a small repair*3",
                    "the repair was $very slow",
                    "nobody called $me back*2",
                ]),
            Aspect.Service(3),
            Aspect.Price(3),
        ]);
}

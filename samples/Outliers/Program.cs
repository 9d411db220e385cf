// Outliers: which of many reviews are unlike all others.
//
//     dotnet run -c Release --project samples/Outliers
//
// A model is trained on 3,000 synthetic reviews. Among 200 new ones are eight whose words somebody has shuffled: the model knows
// all of their words, and yet they cost it many more nats a word.
using TextVae;
using TextVae.Corpus.Synthetic;
using TextVae.Samples;

const int Odd = 8;
var folder = SmallModel.FolderOf(args);
var run = SmallModel.Train(folder, [.. SyntheticReviews.Generate(3_000, seed: 1).Select(review => review.Text)], steps: 1_200);

var reviews = SyntheticReviews.Generate(200, seed: 2).Select(review => review.Text).ToArray();
var random = new RandomStream(3);
for (var i = 0; i < Odd; i++)
    reviews[25 * i] = Shuffled(reviews[25 * i]);

using var model = TextVaeModel.Load(run);

// Long texts cost more than short ones, so what counts is the bound on −ln p(x) for each of its tokens.
var ranked = model.Score(reviews)
    .Select((score, place) => (Score: score, Place: place, Nats: score.NllBound / score.Tokens))
    .OrderByDescending(review => review.Nats).ToArray();

Console.WriteLine("The most unusual of 200 reviews, in nats a word, with the word that was expected least:");
foreach (var (score, place, nats) in ranked.Take(Odd))
{
    var least = score.Words!.MaxBy(word => word.Surprise)!;
    Console.WriteLine(FormattableString.Invariant($"  {nats:F2}  {least.Word} ({least.Surprise:F1})  {score.Text}"));
}

Console.WriteLine($"Shuffled reviews among them: {ranked.Take(Odd).Count(review => review.Place % 25 == 0)} of {Odd}");

string Shuffled(string text)
{
    var words = text.Split(' ');
    random.Shuffle<string>(words);
    return string.Join(' ', words);
}

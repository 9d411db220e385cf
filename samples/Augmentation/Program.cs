// Augmentation: more texts like those one has, for a classifier that has too few of them.
//
//     dotnet run -c Release --project samples/Augmentation
//
// The model says of each text not only where its vector lies but also how sure it is of that, q(z|x). Vectors drawn from there,
// decoded, are texts near it.
using TextVae;
using TextVae.Corpus.Synthetic;
using TextVae.Samples;

const int Variants = 5;
var folder = SmallModel.FolderOf(args);
var run = SmallModel.Train(folder, [.. SyntheticReviews.Generate(3_000, seed: 1).Select(review => review.Text)], steps: 1_200);

var texts = SyntheticReviews.Generate(20, seed: 4).Select(review => review.Text).ToArray();

using var model = TextVaeModel.Load(run);
var random = new RandomStream(5);
var drawn = model.Posteriors(texts)
    .SelectMany(posterior => Enumerable.Range(0, Variants).Select(_ => posterior.Sample(random)))
    .ToArray();
var written = model.Decode(drawn).Select(text => text.Text).ToArray();

// What is the same as another one adds nothing.
for (var i = 0; i < 3; i++)
{
    Console.WriteLine(texts[i]);
    foreach (var variant in written[(i * Variants)..((i + 1) * Variants)].Distinct())
        Console.WriteLine($"  {variant}");
}

// A variant that the model reads as another text would get the wrong label.
var originals = model.Encode(texts);
var kept = model.Encode(written).Index().Count(variant => Cosine.Nearest(variant.Item, originals, 1)[0] == variant.Index / Variants);
Console.WriteLine($"Different texts: {written.Distinct().Count()} of {written.Length}");
Console.WriteLine($"Nearer to their own text than to the 19 others: {kept} of {written.Length}");

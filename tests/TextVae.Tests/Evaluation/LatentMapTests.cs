using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Evaluation.Probes;
using TextVae.Models;

namespace TextVae.Tests.Evaluation;

public sealed class LatentMapTests
{
    [Fact]
    public void A_map_of_two_dimensions_keeps_every_distance_and_turns_the_widest_direction_first()
    {
        using var data = new TinyDataset(labels: ["a", "b"]);
        using var model = (VariationalAutoencoder)TextModel.Create(Tiny.Autoencoder, data.Dataset.Vocabulary.Count, seed: 1);

        var map = LatentMap.Of(model, data.Dataset, Split.Train, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(60, map.Points.Count);
        Assert.Equal([30, 30], map.Points.CountBy(point => point.Label).OrderBy(count => count.Key).Select(count => count.Value));
        Assert.Equal(1, map.Shares.X + map.Shares.Y, 1e-9);
        Assert.True(map.Shares.X >= map.Shares.Y);
        Assert.Equal(0, map.Points.Average(point => point.X), 1e-6);
        var drawn = new ProbeSentences(data.Dataset, Split.Train, new ProbeOptions { Sentences = 60 });
        var means = drawn.PosteriorMeans(model, TestContext.Current.CancellationToken).data<double>().ToArray();
        Assert.Equal(drawn.Labels, map.Points.Select(point => point.Label));
        Assert.All(Enumerable.Range(1, 59), other => Assert.Equal(
            double.Hypot(means[2 * other] - means[0], means[(2 * other) + 1] - means[1]),
            double.Hypot(map.Points[other].X - map.Points[0].X, map.Points[other].Y - map.Points[0].Y), 1e-6));
        Assert.Equal(0, map.Points.Sum(point => point.X * point.Y), 1e-6);
        Assert.Equal(map.Shares.Y / map.Shares.X, map.Points.Sum(point => point.Y * point.Y) / map.Points.Sum(point => point.X * point.X), 1e-6);
    }
}

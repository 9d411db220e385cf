using TextVae.Evaluation.Probes;
using TorchSharp;

namespace TextVae.Tests.Evaluation.Probes;

public sealed class FewLabelsTests
{
    [Fact]
    public void What_tells_the_label_has_all_of_it_and_what_does_not_has_the_majority()
    {
        using var scope = torch.NewDisposeScope();
        double[] labels = [.. Enumerable.Range(0, 90).Select(i => i % 3 == 0 ? 0.0 : 1)];
        var telling = torch.tensor(labels).unsqueeze(1);
        var silent = torch.ones_like(telling);
        var options = new ProbeOptions { LabelCounts = [30, 60, 91], LabelDraws = 4 };
        var progress = new List<double>();

        var found = new FewLabels(new(telling, silent, labels), new(telling, silent, labels), options)
            .Measure(2, new SynchronousProgress<double>(progress.Add), TestContext.Current.CancellationToken);

        Assert.Equal([30, 60], found.Select(figure => figure.Labels));
        Assert.All(found, figure => Assert.Equal(
            (4, 1, 0, 2 / 3.0, 0, 2 / 3.0, 90),
            (figure.Draws, figure.Accuracy, figure.Deviation, figure.BagOfWords, figure.BagOfWordsDeviation, figure.Majority, figure.N)));
        Assert.Equal([0.125, 0.25, 0.375, 0.5, 0.625, 0.75, 0.875, 1], progress);
    }

    [Fact]
    public void Draws_differ_and_their_spread_is_that_of_their_accuracies()
    {
        using var scope = torch.NewDisposeScope();
        var random = new RandomStream(1);
        double[] noise = [.. Enumerable.Range(0, 600).Select(_ => random.NextNormal())];
        double[] labels = [.. noise.Chunk(3).Select(values => values[0] + values[1] > 0 ? 1.0 : 0)];
        var features = torch.tensor(noise, [200, 3]);
        FewLabels.Sentences sentences = new(features, features, labels);
        FewLabelsFigure Measure(int draws) => new FewLabels(
            sentences, sentences, new ProbeOptions { LabelCounts = [10], LabelDraws = draws })
            .Measure(2, progress: null, TestContext.Current.CancellationToken)[0];

        var (one, two) = (Measure(1), Measure(2));

        Assert.Equal(0, one.Deviation);
        // The second draw lies as far from the mean as the first.
        Assert.Equal(Math.Sqrt(2) * Math.Abs(one.Accuracy - two.Accuracy), two.Deviation, 1e-12);
        Assert.NotEqual(0, two.Deviation);
        Assert.Equal((two.Accuracy, two.Deviation), (two.BagOfWords, two.BagOfWordsDeviation));
    }
}

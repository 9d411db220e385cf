using TorchSharp;

namespace TextVae.Evaluation.Probes;

/// <summary>
/// Semi-supervised classification: the model has seen all texts of the training split without their labels, and a linear probe of
/// its posterior means sees the labels of a few of them.
/// </summary>
/// <param name="training">The training sentences, in an order that means nothing; each draw takes some of them.</param>
/// <param name="measured">The sentences that probes are tried on.</param>
/// <param name="options">Numbers of labels, draws and their seed.</param>
internal sealed class FewLabels(FewLabels.Sentences training, FewLabels.Sentences measured, ProbeOptions options)
{
    /// <summary>What probes read and tell of some sentences.</summary>
    /// <param name="Means">The means of q(z|x), float64 [sentences, latent].</param>
    /// <param name="Words">The bag of words, float64 [sentences, words + 1].</param>
    /// <param name="Labels">The number of the label of each.</param>
    internal sealed record Sentences(torch.Tensor Means, torch.Tensor Words, double[] Labels);

    /// <summary>A figure for each number of labels that the training sentences have enough of.</summary>
    /// <param name="classes">How many different labels there are.</param>
    /// <param name="progress">Told after each draw.</param>
    /// <param name="cancellation">Stops between draws and steps of their training.</param>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public IReadOnlyList<FewLabelsFigure> Measure(int classes, IProgress<double>? progress, CancellationToken cancellation)
    {
        int[] sizes = [.. options.LabelCounts.Where(count => count <= training.Labels.Length)];
        var figures = new List<FewLabelsFigure>();
        foreach (var (place, size) in sizes.Index())
        {
            var draws = new List<Accuracies>();
            for (var draw = 0; draw < options.LabelDraws; draw++)
            {
                cancellation.ThrowIfCancellationRequested();
                draws.Add(Draw(size, draw, classes, cancellation));
                progress?.Report((place + ((draw + 1.0) / options.LabelDraws)) / sizes.Length);
            }

            var (accuracy, deviation) = Spread(draws.ConvertAll(found => found.Means));
            var (ofWords, deviationOfWords) = Spread(draws.ConvertAll(found => found.Words));
            figures.Add(new FewLabelsFigure(
                size, draws.Count, accuracy, deviation, ofWords, deviationOfWords, draws.Average(found => found.Majority),
                measured.Labels.Length));
        }

        return figures;
    }

    private Accuracies Draw(int size, int draw, int classes, CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        var places = Enumerable.Range(0, training.Labels.Length).ToArray();
        new RandomStream(options.Seed, size, draw).Shuffle<int>(places);
        var drawn = torch.tensor(Array.ConvertAll(places[..size], place => (long)place));
        double[] labels = [.. places[..size].Select(place => training.Labels[place])];
        double AccuracyOf(torch.Tensor features, torch.Tensor tried)
        {
            var scores = new ProbeFeatures(features.index_select(0, drawn), tried).Scores(classes, labels, cancellation);
            return ProbeMetrics.Accuracy(scores.argmax(1).to(torch.ScalarType.Float64).data<double>().ToArray(), measured.Labels);
        }

        var frequent = ProbeMetrics.MostFrequent(labels);
        return new Accuracies(
            AccuracyOf(training.Means, measured.Means), AccuracyOf(training.Words, measured.Words),
            ProbeMetrics.Accuracy(Array.ConvertAll(measured.Labels, _ => frequent), measured.Labels));
    }

    private static (double Mean, double Deviation) Spread(List<double> values)
    {
        var mean = values.Average();
        return (mean, values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1)));
    }

    private sealed record Accuracies(double Means, double Words, double Majority);
}

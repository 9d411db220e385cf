using TextVae.Corpus;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Evaluation.Probes;

/// <summary>
/// What the posterior means tell in the plainest way: linear probes, trained on sentences of the training split and tried on
/// another, each beside a probe of the words themselves. A mean may tell what the noise of q(z|x) drowns, so read the figures
/// beside the KL.
/// </summary>
public static class Prober
{
    /// <summary>
    /// Probes for the length, the label where the dataset has labels, the first and the last word, phrases, and the words that
    /// separate the labels: ridge regression for numbers, multinomial logistic regression for classes, both on standardised
    /// features in float64 and with their penalty chosen on sentences held out of the training ones. Then the label once more
    /// from few labelled sentences. Where there are labels, sentences without one are left out. Where the encoder reads labels, the label
    /// is no target, and where the model was trained to predict it, few labels are none.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="split">The split on which probes are tried.</param>
    /// <param name="options">Phrases, and how much data.</param>
    /// <param name="progress">Told the share that is done, 0 to 1, after the features and after each target.</param>
    /// <param name="cancellation">Stops between batches, probes and steps of their training.</param>
    /// <exception cref="RecipeException">The model is a language model, or the split is the training split.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static ProbeReport Measure(
        TextModel model, Dataset dataset, Split split, ProbeOptions options, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        var autoencoder = RequireProbeable(model, split);
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var training = new ProbeSentences(dataset, Split.Train, options);
        var measured = new ProbeSentences(dataset, split, options);
        var leftOut = new List<string>();
        var targets = new List<ProbeTarget>();
        foreach (var target in ProbeTarget.All(options, dataset, training))
        {
            if (target.Kind == ProbeKind.Label && autoencoder.Options.LabelEmbedding > 0)
                leftOut.Add($"'{target.Name}' is not probed: the encoder reads it beside the words (model.label_embedding).");
            else if (target.Obstacle(training.Of(target), measured.Of(target)) is { } obstacle)
                leftOut.Add(obstacle);
            else
                targets.Add(target);
        }

        if (targets.Count == 0)
            return new ProbeReport([], [], leftOut);
        var words = Math.Min(options.Words, dataset.Vocabulary.Count - Vocabulary.End - 1);
        var (meansOfMeasured, bagOfMeasured) = (measured.PosteriorMeans(autoencoder, cancellation), measured.BagOfWords(words));
        var means = new ProbeFeatures(training.PosteriorMeans(autoencoder, cancellation), meansOfMeasured);
        var bags = new ProbeFeatures(training.BagOfWords(words), bagOfMeasured);
        var label = targets.Find(target => target.Kind == ProbeKind.Label);
        var asksFewLabels = label is not null && options.LabelCounts.Count > 0 && !autoencoder.Options.HasLabelPredictor;
        // The few labels are drawn so often that they take about as long as all the rest.
        var ofTargets = asksFewLabels ? 0.5 : 1;
        var probes = new List<ProbeFigure>();
        foreach (var (place, target) in targets.Index())
        {
            cancellation.ThrowIfCancellationRequested();
            progress?.Report(ofTargets * (place + 1) / (targets.Count + 1));
            probes.AddRange(Figures(target, training.Of(target), measured.Of(target), means, bags, cancellation));
        }

        if (label is not null && options.LabelCounts.Count > 0 && !asksFewLabels)
            leftOut.Add("Few labels are not asked about: the model was trained with all of them (objective.label).");
        if (label is null || !asksFewLabels)
            return new ProbeReport(probes, [], leftOut);
        // Twice as many as the most that are drawn, so that the draws differ.
        var pool = new ProbeSentences(
            dataset, Split.Train, options with { Sentences = 2 * options.LabelCounts.Max() });
        var few = new FewLabels(
            new(pool.PosteriorMeans(autoencoder, cancellation), pool.BagOfWords(words), pool.Of(label)),
            new(meansOfMeasured, bagOfMeasured, measured.Of(label)), options);
        var laterHalf = new SynchronousProgress<double>(share => progress?.Report(0.5 + (0.5 * share)));
        return new ProbeReport(probes, few.Measure(label.Classes, laterHalf, cancellation), leftOut);
    }

    /// <summary>Tells before any work whether <see cref="Measure"/> will do it.</summary>
    /// <returns>The model, which is an autoencoder.</returns>
    /// <exception cref="RecipeException">The model is a language model, or the split is the training split.</exception>
    public static VariationalAutoencoder RequireProbeable(TextModel model, Split split)
    {
        if (model is not VariationalAutoencoder autoencoder)
            throw new RecipeException("This model is a language model: it has no latent vector to probe. Probe a model of kind \"vae\".");
        if (split == Split.Train)
            throw new RecipeException("Probes are trained on the training split. Try them on another, with --split valid or --split test.");
        return autoencoder;
    }

    private static IEnumerable<ProbeFigure> Figures(
        ProbeTarget target, double[] training, double[] measured, ProbeFeatures means, ProbeFeatures bags, CancellationToken cancellation)
    {
        using var scope = torch.NewDisposeScope();
        var (ofMeans, ofWords) = (
            means.Scores(target.Classes, training, cancellation), bags.Scores(target.Classes, training, cancellation));
        ProbeFigure Figure(ProbeMetric metric, double majority, Func<torch.Tensor, double> value) =>
            new(target.Name, target.Kind, metric, value(ofMeans), majority, value(ofWords), measured.Length);

        if (target.Classes == 0)
        {
            double[] mean = [.. Enumerable.Repeat(training.Average(), measured.Length)];
            return
            [
                Figure(ProbeMetric.R2, ProbeMetrics.R2(mean, measured), scores => ProbeMetrics.R2(Column(scores, 0), measured)),
            ];
        }

        var frequent = ProbeMetrics.MostFrequent(training);
        var accuracy = Figure(
            ProbeMetric.Accuracy, ProbeMetrics.Accuracy(Array.ConvertAll(measured, _ => frequent), measured),
            scores => ProbeMetrics.Accuracy(Numbers(scores.argmax(1).to(torch.ScalarType.Float64)), measured));
        return target.Kind is ProbeKind.Phrase or ProbeKind.LabelWord
            ? [accuracy, Figure(ProbeMetric.Auc, 0.5, scores => ProbeMetrics.Auc(Column(scores, 1), measured))]
            : [accuracy];
    }

    private static double[] Column(torch.Tensor scores, int column) => Numbers(scores.select(1, column));

    private static double[] Numbers(torch.Tensor tensor) => tensor.contiguous().data<double>().ToArray();
}

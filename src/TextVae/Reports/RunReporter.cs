using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Evaluation.Probes;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Runs;

namespace TextVae.Reports;

/// <summary>Measures a run and gathers what a report tells of it.</summary>
public static class RunReporter
{
    /// <summary>Measures the best model of a run.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="model">Its model.</param>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="options">What to show.</param>
    /// <param name="progress">Told the share of the evaluation, the longest part, that is done.</param>
    /// <param name="cancellation">Stops between batches and parts.</param>
    /// <exception cref="DataException">A file of the run is missing or damaged, or the split has no sentence.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static RunReport Measure(
        RunFolder folder, string name, TrainedModel model, Dataset dataset, ReportOptions options, IProgress<double>? progress = null,
        CancellationToken cancellation = default)
    {
        var recipe = Recipe.Load(folder.Recipe);
        var split = dataset[options.Split];
        var figures = new Evaluator(model.Model, recipe.Evaluation).Evaluate(split, progress, cancellation);
        var report = new RunReport
        {
            Name = name,
            Recipe = recipe,
            Info = RunInfo.Load(folder),
            Data = dataset.Info,
            Labels = dataset.Labels,
            History = MetricsHistory.Read(folder),
            BestStep = model.Step,
            Parameters = model.Model.ParameterCount,
            Figures = figures,
            Examination = ModelExamination.Of(model, split, folder, figures, cancellation),
            Samples = Samples(model, options.Samples, cancellation),
        };
        return model.Model is VariationalAutoencoder autoencoder
            ? WithVectors(report, model, autoencoder, dataset, options, cancellation)
            : report;
    }

    private static RunReport WithVectors(
        RunReport report, TrainedModel model, VariationalAutoencoder autoencoder, Dataset dataset, ReportOptions options,
        CancellationToken cancellation)
    {
        var split = dataset[options.Split];
        int[][] sentences = [.. Enumerable.Range(0, Math.Min(options.Reconstructions, split.Count)).Select(split.Read)];
        int[]? labels = model.Labels.Count > 0 ? [.. split.Labels.Span[..sentences.Length]] : null;
        using var greedy = new TextGenerator(autoencoder, new DecodingOptions());
        cancellation.ThrowIfCancellationRequested();
        var probeOptions = new ProbeOptions
        {
            Sentences = options.ProbeSentences,
            LabelCounts = [],
            LabelName = dataset.Info.Options.LabelField ?? new ProbeOptions().LabelName,
        };
        return report with
        {
            Reconstructions = [.. sentences.Zip(greedy.Reconstruct(sentences, labels), (words, back) => (model.TextOf(words), model.TextOf(back.Words)))],
            Interpolation = Interpolation(model, greedy, sentences, labels, options.InterpolationSteps),
            Map = LatentMap.Of(autoencoder, dataset, options.Split, options.MapSentences, cancellation),
            Probes = dataset.Labels.Count > 0 && options.Split != Split.Train
                ? Prober.Measure(autoencoder, dataset, options.Split, probeOptions, cancellation: cancellation).Probes
                : [],
        };
    }

    private static IReadOnlyList<string> Interpolation(
        TrainedModel model, TextGenerator generator, int[][] sentences, int[]? labels, int steps) => sentences.Length < 2
        ? []
        : [.. generator.Interpolate(sentences[0], sentences[1], steps, labels is null ? null : (labels[0], labels[1])).Select(text => model.TextOf(text.Words))];

    /// <summary>Texts from the prior; of a model that knows labels, under each label in turn.</summary>
    private static IReadOnlyList<string> Samples(TrainedModel model, int count, CancellationToken cancellation)
    {
        var options = new DecodingOptions { Strategy = DecodingStrategy.Sample };
        if (model.Labels.Count == 0)
            return Drawn(model, options, count);
        var texts = new List<string>(count);
        for (var label = 0; texts.Count < count; label++)
        {
            cancellation.ThrowIfCancellationRequested();
            texts.AddRange(Drawn(model, options with { Label = label % model.Labels.Count, Seed = 1 + (label / model.Labels.Count) }, 1)
                .Select(text => $"{model.Labels[label % model.Labels.Count]}: {text}"));
        }

        return texts;
    }

    private static IReadOnlyList<string> Drawn(TrainedModel model, DecodingOptions options, int count)
    {
        using var generator = new TextGenerator(model.Model, options);
        return [.. generator.Sample(count).Select(text => model.TextOf(text.Words))];
    }
}

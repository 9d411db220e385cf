using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Evaluation.Probes;
using TextVae.Models;
using TextVae.Runs;

namespace TextVae.Reports;

/// <summary>Measures a run and gathers what a report tells of it.</summary>
public static class RunReporter
{
    /// <summary>What all but the figures takes, in samples of z a sentence, roughly.</summary>
    internal const double BesideFigures = 70;

    // Where each part of that begins, as a share of it.
    private const double Writing = 0.125;
    private const double Probing = 0.25;

    /// <summary>Measures the best model of a run.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="name">What to call it.</param>
    /// <param name="model">Its model.</param>
    /// <param name="dataset">Its dataset.</param>
    /// <param name="options">What to show.</param>
    /// <param name="progress">Told how far it is.</param>
    /// <param name="cancellation">Stops between batches and parts.</param>
    /// <param name="measured">The figures of the split, where they have been measured already.</param>
    /// <exception cref="DataException">A file of the run is missing or damaged, or the split has no sentence.</exception>
    /// <exception cref="OperationCanceledException">It was stopped.</exception>
    public static RunReport Measure(
        RunFolder folder, string name, TrainedModel model, Dataset dataset, ReportOptions options, IProgress<ReportProgress>? progress = null,
        CancellationToken cancellation = default, SplitMeasurement? measured = null)
    {
        var split = dataset[options.Split];
        var ofFigures = ShareOfFigures(options.Evaluation);
        double From(double share) => ofFigures + ((1 - ofFigures) * share);
        var measurement = measured ?? new Evaluator(model.Model, options.Evaluation).Measure(split, Part(progress, "figures", 0, ofFigures), cancellation);
        progress?.Report(new ReportProgress(ofFigures, "what is wrong"));
        var examination = ModelExamination.Of(model, split, folder, measurement.Report, cancellation);
        progress?.Report(new ReportProgress(From(Writing), "texts"));
        var report = new RunReport
        {
            Name = name,
            Recipe = Recipe.Load(folder.Recipe),
            Info = RunInfo.Load(folder),
            Data = dataset.Info,
            Labels = dataset.Labels,
            History = MetricsHistory.Read(folder),
            BestStep = model.Step,
            Parameters = model.Model.ParameterCount,
            Measurement = measurement,
            Examination = examination,
            Samples = ReportTexts.Samples(model, options.Samples, cancellation),
        };
        if (model.Model is not VariationalAutoencoder autoencoder)
            return report;
        var (reconstructions, interpolations) = ReportTexts.OfVectors(model, autoencoder, split, options, cancellation);
        return report with
        {
            Reconstructions = reconstructions,
            Interpolations = interpolations,
            Map = LatentMap.Of(autoencoder, dataset, options.Split, options.MapSentences, cancellation),
            Probing = !options.Probe || options.Split == Split.Train
                ? null
                : Prober.Measure(autoencoder, dataset, options.Split, Probes(model, dataset, options), Part(progress, "probes", From(Probing), 1), cancellation),
        };
    }

    private static double ShareOfFigures(EvaluationOptions options)
    {
        double figures = options.Samples + options.Iw;
        return figures / (figures + BesideFigures);
    }

    private static ProbeOptions Probes(TrainedModel model, Dataset dataset, ReportOptions options) => StandardProbes.Of(model, dataset) with
    {
        Sentences = options.ProbeSentences,
        LabelCounts = options.ProbeLabelCounts,
    };

    private static SynchronousProgress<double>? Part(IProgress<ReportProgress>? whole, string stage, double from, double to) =>
        whole is null ? null : new(share => whole.Report(new ReportProgress(from + ((to - from) * share), stage)));
}

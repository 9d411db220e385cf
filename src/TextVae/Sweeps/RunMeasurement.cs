using System.Globalization;
using TextVae.Corpus;
using TextVae.Distributed;
using TextVae.Evaluation;
using TextVae.Evaluation.Probes;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Reports;
using TextVae.Runs;

namespace TextVae.Sweeps;

/// <summary>Measures a trained run of a sweep: what its page tells, and its figures.</summary>
internal sealed class RunMeasurement(Dataset dataset, SweptRun run, RunFolder folder, SweepEvaluation evaluate)
{
    /// <summary>Processes that measure it together.</summary>
    public Ranks Ranks { get; init; } = Ranks.Single;

    /// <summary>The runs whose parameters it began with, one after the other.</summary>
    public IReadOnlyList<RunFolder> Before { get; init; } = [];

    /// <summary>Told the share that is done, 0 to 1, and what is being done.</summary>
    public Action<double, string>? Progress { get; init; }

    /// <summary>How a run is measured, in words.</summary>
    public static string Described(SweptRun run, SweepEvaluation evaluate)
    {
        var options = Options(run, evaluate);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"split {ChoiceName.Of(evaluate.Split)}, {options.Samples} samples, iw {options.Iw}, {options.InformationSamples} for information, seed {options.Seed}")
            + (evaluate.Decode ? Described(Decoding(options, evaluate)) : "") + (evaluate.Probe ? ", probed" : "");
    }

    private static string Described(DecodingOptions decoding) =>
        FormattableString.Invariant($", decoded by a beam of {decoding.Beam}")
            + (decoding.LengthPower == new DecodingOptions().LengthPower
                ? "" : FormattableString.Invariant($", length power {decoding.LengthPower}"))
            + (decoding.NoRepeatNgram == 0 ? "" : FormattableString.Invariant($", no {decoding.NoRepeatNgram}-gram twice"));

    private static DecodingOptions Decoding(EvaluationOptions options, SweepEvaluation evaluate) => new()
    {
        Strategy = DecodingStrategy.Beam,
        Beam = options.Beam,
        LengthPower = evaluate.LengthPower,
        NoRepeatNgram = evaluate.NoRepeatNgram,
    };

    /// <summary>Measures it: the bounds in all ranks, the rest in the first.</summary>
    /// <returns>What there is to be told; null in the other ranks.</returns>
    public (RunReport Report, RunResult Result)? Measure(CancellationToken cancellation)
    {
        using var model = TrainedModel.Load(folder.Path);
        var options = Options(run, evaluate);
        var measured = Ranks.AreMany
            ? new Evaluator(model.Model, options) { Ranks = Ranks }.Measure(dataset[evaluate.Split], progress: null, cancellation)
            : null;
        (RunReport, RunResult)? found = null;
        Ranks.OnFirst(() => found = Measure(model, options, measured, cancellation));
        return found;
    }

    private (RunReport Report, RunResult Result) Measure(
        TrainedModel model, EvaluationOptions options, SplitMeasurement? measured, CancellationToken cancellation)
    {
        var decodes = evaluate.Decode && model.Model is VariationalAutoencoder;
        var ofReport = decodes ? SweepWork.ShareOfPage(options) : 1;
        var report = RunReporter.Measure(
            folder, run.Folder, model, dataset,
            new ReportOptions { Split = evaluate.Split, Evaluation = options, Probe = evaluate.Probe, ProbeSentences = new ProbeOptions().Sentences },
            new SynchronousProgress<ReportProgress>(value => Progress?.Invoke(ofReport * value.Share, value.Stage)), cancellation, measured);
        var decoded = decodes ? Decode(model, options, ofReport, cancellation) : null;
        var figures = new OrderedDictionary<string, double>(RunFigures.Of(report));
        AddTexts(figures, decoded);
        AddProbes(figures, report.Probing);
        figures["steps"] = report.History.Steps.LastOrDefault()?.Step ?? report.BestStep;
        figures["best_step"] = report.BestStep;
        figures["parameters"] = report.Parameters;
        figures["seconds"] = Seconds(report.History);
        if (Before.Count > 0)
            figures["seconds_before"] = Before.Sum(before => Seconds(MetricsHistory.Read(before)));
        return (report, new RunResult
        {
            Run = run.Name,
            Seed = run.Seed,
            Measured = Described(run, evaluate),
            Commit = BuildCommit.Hash,
            Figures = figures,
        });
    }

    private static double Seconds(MetricsHistory history) => history.Steps.Select(step => step["seconds"]).Where(double.IsFinite).Sum();

    private static EvaluationOptions Options(SweptRun run, SweepEvaluation evaluate) =>
        run.Recipe.Evaluation with { Iw = evaluate.Iw ?? run.Recipe.Evaluation.Iw };

    private DecodingReport Decode(TrainedModel model, EvaluationOptions options, double from, CancellationToken cancellation)
    {
        using var decoding = new DecodingMeasurement(model, dataset, evaluate.Split, Decoding(options, evaluate));
        return decoding.Measure(
            options.Batch, new SynchronousProgress<double>(share => Progress?.Invoke(from + ((1 - from) * share), "decoding")), cancellation);
    }

    private static void AddTexts(OrderedDictionary<string, double> figures, DecodingReport? decoded)
    {
        if (decoded is null)
            return;
        (string Name, double? Value)[] ofTexts =
        [
            ("reconstruction_bleu", decoded.ReconstructionBleu), ("word_error_rate", decoded.WordErrorRate),
            ("word_accuracy", decoded.WordAccuracy), ("distinct_1", decoded.Distinct1), ("distinct_2", decoded.Distinct2),
            ("self_bleu", decoded.SelfBleu), ("label_agreement", decoded.LabelAgreement),
            ("label_agreement_real", decoded.LabelAgreementReal), ("label_agreement_majority", decoded.LabelAgreementMajority),
        ];
        foreach (var (name, value) in ofTexts)
        {
            if (value is { } figure)
                figures[name] = figure;
        }
    }

    private static void AddProbes(OrderedDictionary<string, double> figures, ProbeReport? probing)
    {
        foreach (var probe in probing?.Probes.Where(probe => probe.Kind is ProbeKind.Label or ProbeKind.Length) ?? [])
        {
            var name = $"probe_{ChoiceName.Of(probe.Kind)}";
            figures[name] = probe.Value;
            figures[$"{name}_bag_of_words"] = probe.BagOfWords;
            figures[$"{name}_majority"] = probe.Majority;
        }
    }
}

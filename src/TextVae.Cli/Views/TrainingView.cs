using System.Globalization;
using TextVae.Runs;
using TextVae.Training;

namespace TextVae.Cli.Views;

/// <summary>Runs a training while a person watches.</summary>
internal static class TrainingView
{
    /// <summary>Trains to the end and shows steps, evaluations and notices.</summary>
    /// <param name="run">The run.</param>
    /// <param name="title">What to call it.</param>
    /// <param name="error">Where talk goes.</param>
    /// <param name="cancellation">Stops after the step at hand, with a checkpoint.</param>
    /// <param name="log">Told everything too, where there is one.</param>
    public static RunFinished Watch(
        TrainingRun run, string title, TextWriter error, CancellationToken cancellation, TensorBoardLog? log = null) =>
        ProgressView.Run(error, title, sink =>
        {
            var (share, text, speed) = (0.0, "", new SpeedMeter());
            run.EvaluationProgress = new SynchronousProgress<double>(done => sink.Report(share, $"validation {done:P0}"));
            foreach (var happening in run.Execute(cancellation))
            {
                log?.Add(happening);
                switch (happening)
                {
                    case StepDone { Record: var record, LastStep: var last, Skipped: var skipped }:
                        share = (double)record.Step / last;
                        text = Describe(record, last, speed.After(record), skipped);
                        sink.Report(share, text);
                        break;
                    case Evaluated evaluated:
                        sink.Line(Describe(title, evaluated));
                        if (evaluated.Collapse is { } collapse)
                            sink.Line($"{title}: {collapse.Explanation}");
                        break;
                    case Notice notice:
                        sink.Line(TerminalText.Clean($"{title}: {notice.Message}"));
                        break;
                    case CheckpointSaved { IsFarewell: true } saved:
                        sink.Line(
                            $"{title}: stopped after step {saved.Step}; a checkpoint is saved, and --resume goes on from it");
                        break;
                    case RunFinished finished:
                        return finished;
                }
            }

            throw new InvalidOperationException("A run ends with a RunFinished.");
        });

    private static string Describe(StepRecord record, long last, double speed, long skipped)
    {
        // A token's share of the reconstruction, because batches of short and of long sentences take turns. The loss is its
        // sum with the other terms: naming it too would not fit beside a bar.
        var others = record.Terms.Skip(1).Select(term => string.Create(
            CultureInfo.InvariantCulture, $", {term.Name} {term.Value:F1}{(term.Weight == 1 ? "" : $"×{term.Weight:F2}")}"));
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{record.Step}/{last}, {record.Terms[0].Value * record.Sentences / record.Tokens:F3} a token{string.Concat(others)}{(skipped > 0 ? $", {skipped} skipped" : "")}, {speed:N0} tokens/s");
    }

    private static string Describe(string title, Evaluated evaluated)
    {
        var report = evaluated.Report;
        var information = report.MiBound is { } bound ? string.Create(CultureInfo.InvariantCulture, $", mi_bound {bound:F2}") : "";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{title}: step {evaluated.Step}, validation bound {report.NllBound:F2} (KL {report.Kl:F2}){information}, perplexity {report.Perplexity:F2}{Outcome(evaluated)}");
    }

    private static string Outcome(Evaluated evaluated) => evaluated switch
    {
        { Report.NllBound: var bound } when !double.IsFinite(bound) => ", not finite and so not saved",
        { IsBest: true } => ", saved",
        _ => "",
    };
}

using System.Globalization;
using TextVae.Cli.Figures;
using TextVae.Reproduction;
using TextVae.Training;

namespace TextVae.Cli.Views;

/// <summary>What a person sees of a reproduction.</summary>
internal static class ReproductionView
{
    /// <summary>Makes all runs behind one progress line.</summary>
    public static IReadOnlyList<SystemResult> Watch(PaperReproduction reproduction, TextWriter error, CancellationToken cancellation) =>
        ProgressView.Run(error, "reproduce", sink =>
        {
            reproduction.Progress = new Watcher(sink, reproduction.Folder);
            return reproduction.Execute(cancellation);
        });

    /// <summary>The systems, a line each.</summary>
    public static void List(TextWriter output, bool json)
    {
        if (json)
        {
            JsonOutput.Write(output, PaperSystem.All);
            return;
        }

        var width = PaperSystem.All.Max(system => system.Name.Length);
        foreach (var system in PaperSystem.All)
            output.WriteLine($"{system.Name.PadRight(width)}  {system.Description} ({system.Where})");
    }

    /// <summary>What was found, and where it is.</summary>
    public static void Print(ReproductionFolder folder, IReadOnlyList<SystemResult> results, TextWriter output)
    {
        foreach (var finding in PaperClaims.Judge(results))
        {
            var verdict = finding.Verdict switch
            {
                Verdict.Holds => "holds",
                Verdict.DoesNotHold => "does not hold",
                _ => "cannot be told",
            };
            output.WriteLine($"{verdict,-15} {finding.Claim} ({finding.Where})");
        }

        output.WriteLine();
        output.WriteLine($"The page is {TerminalText.Clean(folder.Page)}; figures, tables and results.json are beside it.");
    }

    private sealed class Watcher(IProgressSink sink, ReproductionFolder folder) : IProgress<ReproductionProgress>
    {
        private readonly SpeedMeter _speed = new();

        public void Report(ReproductionProgress value)
        {
            if (value.Notice is { } notice)
                sink.Line(TerminalText.Clean($"{value.Run.Name}: {notice}"));
            if (value.Result is { } result)
            {
                sink.Line(Describe(value, result));
                ReproductionFigures.Save(folder);
            }

            sink.Report(value.Share, value.Step is { } step ? Describe(value, step) : $"{Place(value)}, measuring");
        }

        private string Describe(ReproductionProgress progress, StepRecord step) => string.Create(
            CultureInfo.InvariantCulture,
            $"{Place(progress)}, step {step.Step}/{progress.Run.Recipe.Training.Steps}, {_speed.After(step):N0} tokens/s");

        private static string Describe(ReproductionProgress progress, SystemResult result) => string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Finished}/{progress.Runs} {progress.Run.Name}: test bound {result.Figures.NllBound:F2} (KL {result.Figures.Kl:F2}), conditional perplexity {result.Figures.PerplexityConditional:F2}");

        private static string Place(ReproductionProgress progress) =>
            $"{Math.Min(progress.Finished + 1, progress.Runs)}/{progress.Runs} {progress.Run.Name}";
    }
}

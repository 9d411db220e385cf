using System.Globalization;
using TextVae.Sweeps;

namespace TextVae.Cli.Views;

/// <summary>What a person sees of a sweep.</summary>
internal static class SweepView
{
    /// <summary>Makes all runs behind one progress line.</summary>
    public static IReadOnlyList<SummaryRow> Watch(SweepExecution execution, TextWriter error, CancellationToken cancellation) =>
        ProgressView.Run(error, "sweep", sink =>
        {
            execution.Progress = new Watcher(sink);
            return execution.Execute(cancellation);
        });

    /// <summary>The runs, a line each: name, seeds, recipe, settings.</summary>
    public static void List(Sweep sweep, SweepSelection selection, TextWriter output, bool json)
    {
        var (names, chosen) = sweep.Chosen(selection);
        sweep.Plan(); // a list of what cannot be run would be no help
        var recipes = sweep.Recipes.Where(recipe => names.Contains(recipe.Name)).ToArray();
        if (json)
        {
            JsonOutput.Write(output, recipes.Select(recipe => new { recipe.Name, Seeds = chosen, Recipe = recipe.RecipeFile, recipe.Settings, recipe.StartFrom, Measure = recipe.IsMeasured }));
            return;
        }

        var width = recipes.Max(recipe => recipe.Name.Length);
        var seeds = string.Join(' ', chosen);
        foreach (var recipe in recipes)
        {
            var start = recipe.StartFrom is { } source ? $"  from {source}" : "";
            var unmeasured = recipe.IsMeasured ? "" : "  not measured";
            output.WriteLine(TerminalText.Clean($"{recipe.Name.PadRight(width)}  seeds {seeds}  {string.Join("  ", [recipe.RecipeFile, .. recipe.Settings])}{start}{unmeasured}"));
        }
    }

    /// <summary>What was found, and where it is.</summary>
    public static void Print(SweepFolder folder, IReadOnlyList<SummaryRow> rows, TextWriter output)
    {
        if (rows.Count == 0)
        {
            output.WriteLine("Nothing is measured of these runs, so there is no report.");
            return;
        }

        output.Write(ResultsTable.Of(rows).ToText());
        output.WriteLine();
        output.WriteLine($"The report is {TerminalText.Clean(folder.Report)}; all figures are in {TerminalText.Clean(folder.Results)}.");
    }

    /// <summary>Rows as a page shows them, and the commands that they come from.</summary>
    public static void PrintMarkdown(IReadOnlyList<SummaryRow> rows, TextWriter output)
    {
        foreach (var line in ResultsTable.Of(rows).ToMarkdown().Split('\n'))
            output.WriteLine(TerminalText.Clean(line));
        foreach (var row in rows)
            output.WriteLine(TerminalText.Clean($"- {row.Name}: `{row.Command}`"));
    }

    private sealed class Watcher(IProgressSink sink) : IProgress<SweepProgress>
    {
        private readonly SpeedMeter _speed = new();

        public void Report(SweepProgress value)
        {
            if (value.Notice is { } notice)
                sink.Line(TerminalText.Clean($"{value.Run.Folder}: {notice}"));
            if (value.Result is { } result)
                sink.Line(Describe(value, result));
            sink.Report(value.Share, Describe(value));
        }

        private string Describe(SweepProgress progress)
        {
            var place = $"{Math.Min(progress.Finished + 1, progress.Runs)}/{progress.Runs} {progress.Run.Folder}";
            if (progress.Step is not { } step)
                return progress.Measuring is { } what ? $"{place}, {what}" : place;
            return string.Create(CultureInfo.InvariantCulture, $"{place}, step {step.Step}/{progress.LastStep}, {_speed.After(step):N0} tokens/s");
        }

        private static string Describe(SweepProgress progress, RunResult result) => string.Create(
            CultureInfo.InvariantCulture,
            $"{progress.Finished}/{progress.Runs} {progress.Run.Folder}: bound {result.Figures["nll_bound"]:F2} (KL {result.Figures["kl"]:F2}), perplexity {result.Figures["perplexity"]:F2}");
    }
}

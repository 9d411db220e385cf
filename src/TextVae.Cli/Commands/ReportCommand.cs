using System.CommandLine;
using TextVae.Cli.Arguments;
using TextVae.Cli.Figures;
using TextVae.Cli.Inputs;
using TextVae.Cli.Views;
using TextVae.Cli.Work;
using TextVae.Corpus;
using TextVae.Reports;
using TextVae.Runs;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae report</c>: a page about runs.</summary>
internal static class ReportCommand
{
    private static readonly Argument<string[]> Folders = new("RUN")
    {
        Description = "Run folders. The page compares them.",
        Arity = ArgumentArity.OneOrMore,
    };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Where report.html and the folder 'figures' go (default: the run folder, where there is one run).",
        HelpName = "DIR",
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The dataset (default: the one of each run).",
        HelpName = "DATASET",
    };

    private static readonly Option<Split> OfSplit = SplitOption.Create("Which split is measured", Split.Test);

    private static readonly Option<int?> Iw = new("--iw")
    {
        Description = $"Samples a text of the importance-weighted estimate, 0 for none (default: the recipe's, or {new ReportOptions().Evaluation.Iw}).",
        HelpName = "K",
    };

    public static Command Create()
    {
        var json = JsonOutput.CreateOption();
        var command = new Command("report", "Write one page about runs: figures, curves, texts, findings.")
        {
            Folders, Out, Data, OfSplit, Iw,
        };
        var machine = new MachineArguments(command, hasPrecision: false);
        command.Add(json);
        command.SetAction((parse, cancellation) =>
        {
            machine.Choose(parse);
            Run(parse, parse.GetValue(json), cancellation);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void Run(ParseResult parse, bool json, CancellationToken cancellation)
    {
        var folders = parse.GetValue(Folders)!;
        var target = new RunFolder(parse.GetValue(Out) ?? (folders.Length == 1
            ? folders[0]
            : throw new RecipeException("A report of several runs belongs to none of them. Say where it goes with --out DIR.")));
        foreach (var folder in folders)
        {
            if (!new RunFolder(folder).HoldsRun)
                throw new DataException($"'{folder}' is no run folder. Give folders that `train` has made.");
        }

        var names = RunNames.Of(folders);
        var options = Options(parse, folders[0]);
        AtomicFile.RequirePlace(target.Path);
        // What a later run lacks is told before an earlier one is measured.
        foreach (var folder in folders.Skip(1))
        {
            using var model = TrainedModel.Load(folder);
            using var dataset = RunDataset.Open(folder, parse.GetValue(Data), model);
        }

        var runs = folders.Zip(names, (folder, name) => Measure(parse, folder, name, options, cancellation)).ToArray();
        AtomicFile.CreateFolder(target.Figures);
        AtomicFile.WriteText(target.Report, ReportPage.Write(runs, ChoiceName.Of(options.Split)));
        var figures = ReportDrawings.Save(target.Figures, runs);
        ReportTextFiles.Save(target.Samples, runs);
        var output = parse.InvocationConfiguration.Output;
        if (json)
        {
            JsonOutput.Write(output, new
            {
                Report = target.Report,
                Figures = figures,
                Runs = runs.Select(run => new { run.Name, run.BestStep, Figures = RunFigures.Of(run), Findings = FindingsView.Document(run.Examination.Findings) }),
                Differences = RunComparison.Of(runs).Select(pair => new { Run = pair.Run.Name, Against = pair.Against.Name, pair.Differences }),
            });
            return;
        }

        foreach (var run in runs)
            FindingsView.Print(run.Examination.Findings, output, runs.Length > 1 ? TerminalText.Clean(run.Name) : null);
        foreach (var pair in RunComparison.Of(runs))
            ReportView.Print(pair.Run.Name, pair.Against.Name, pair.Differences, output);
        if (runs.Length > 1)
            output.WriteLine();
        output.WriteLine($"The report is {TerminalText.Clean(target.Report)}; its figures as PNG and SVG are in {TerminalText.Clean(target.Figures)}, and its texts in {TerminalText.Clean(target.Samples)}.");
    }

    private static RunReport Measure(ParseResult parse, string folder, string name, ReportOptions options, CancellationToken cancellation)
    {
        using var model = TrainedModel.Load(folder);
        using var dataset = RunDataset.Open(folder, parse.GetValue(Data), model);
        return ProgressView.Run(parse.InvocationConfiguration.Error, "report", sink => RunReporter.Measure(
            new RunFolder(folder), name, model, dataset, options,
            new SynchronousProgress<ReportProgress>(value => sink.Report(value.Share, $"{TerminalText.Clean(name)}, {value.Stage}")), cancellation));
    }

    private static ReportOptions Options(ParseResult parse, string first)
    {
        var options = new ReportOptions { Split = parse.GetValue(OfSplit) };
        // All runs are measured as the first one's recipe says, so that their differences are those of the models.
        var evaluation = RunRecipe.Evaluation(first);
        evaluation = evaluation with { Iw = parse.GetValue(Iw) ?? (evaluation.Iw > 0 ? evaluation.Iw : options.Evaluation.Iw) };
        RecipeException.ThrowIfAny(evaluation.Problems());
        return options with { Evaluation = evaluation };
    }
}

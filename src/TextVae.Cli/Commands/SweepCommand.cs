using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using TextVae.Cli.Arguments;
using TextVae.Cli.Views;
using TextVae.Corpus;
using TextVae.Native;
using TextVae.Sweeps;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae sweep</c>: many runs, one after the other, and one comparison of all.</summary>
internal static class SweepCommand
{
    private static readonly Argument<string?> File = new("SWEEP")
    {
        Description = "The TOML file that says which recipes are run with which settings and seeds.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Data = new("--data") { Description = "The dataset folder.", HelpName = "DATASET" };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Where everything goes. The same command goes on with what it finds there.",
        HelpName = "DIR",
    };

    private static readonly Option<bool> List = new("--list") { Description = "Print the runs and what is set in them." };

    private static readonly Option<string?> Only = new("--only")
    {
        Description = "Run only these, with commas between.",
        HelpName = "A,B",
    };

    private static readonly Option<string?> Seeds = new("--seeds")
    {
        Description = "Run only these of the sweep's seeds, with commas between.",
        HelpName = "S,T",
    };

    private static readonly Option<string?> Results = new("--results")
    {
        Description = "Put the means over seeds into this JSON list too: a row of the same name is replaced, or given more seeds, others are appended.",
        HelpName = "FILE",
    };

    private static readonly Option<string?> Table = new("--table")
    {
        Description = "Print the rows of such a JSON list as a table in Markdown, and nothing else.",
        HelpName = "FILE",
    };

    private static readonly Option<int?> Threads = ThreadsOption.Create("the sweep's own, or one a core");

    private static readonly Option<ComputeDevice> Device = DeviceOption.Create();

    private static readonly Option<Precision?> Precisions = PrecisionOption.Create("the sweep's own, or auto");

    public static Command Create()
    {
        var json = JsonOutput.CreateOption();
        var command = new Command("sweep", "Train and measure many runs, one after the other, and compare them.")
        {
            File, Data, Out, List, Only, Seeds, Results, Table, Threads, Device, Precisions, json,
        };
        command.SetAction((parse, cancellation) =>
        {
            var output = parse.InvocationConfiguration.Output;
            if (parse.GetValue(Table) is { } results)
            {
                Exclusive.RequireNone(parse, Table, File, Data, Out, List, Only, Seeds, Results, Threads, Device, Precisions, json);
                SweepView.PrintMarkdown(RowsOf(results), output);
            }
            else if (parse.GetValue(List))
            {
                Exclusive.RequireNone(parse, List, Data, Out, Results, Threads, Device, Precisions);
                SweepView.List(SweepOf(parse), SelectionOf(parse), output, parse.GetValue(json));
            }
            else
            {
                Run(parse, parse.GetValue(json), cancellation);
            }

            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void Run(ParseResult parse, bool json, CancellationToken cancellation)
    {
        var sweep = SweepOf(parse);
        var data = parse.GetValue(Data) ?? throw Missing("--data DATASET");
        var folder = new SweepFolder(parse.GetValue(Out) ?? throw Missing("--out DIR"));
        var selection = SelectionOf(parse);
        sweep.Plan(); // what is wrong with a recipe is told before anything is loaded
        var before = SweepInfo.Load(folder);
        var ranks = RankedConfiguration.RanksOf(parse);
        if ((parse.GetValue(Threads) ?? ((before?.Processes ?? 1) == ranks.Count ? before?.Threads : null)) is { } threads)
            NativeRuntime.Threads = threads;
        var device = parse.GetValue(Device);
        NativeRuntime.Device = device == ComputeDevice.Auto ? before?.Device ?? device : device;
        NativeRuntime.Precision = parse.GetValue(Precisions) ?? before?.Precision ?? Precision.Auto;
        var results = parse.GetValue(Results);
        if (results is not null)
            RequireResults(results);
        using var dataset = Dataset.Open(data);
        using var execution = SweepExecution.Open(sweep, selection, dataset, data, folder, ranks, results);
        var rows = SweepView.Watch(execution, parse.InvocationConfiguration.Error, cancellation);
        if (!ranks.IsFirst)
            return;
        if (json)
            JsonOutput.WriteDocument(parse.InvocationConfiguration.Output, folder.Results);
        else
            SweepView.Print(folder, rows, parse.InvocationConfiguration.Output);
        if (execution.Failed is [_, ..] failed)
        {
            var (have, they, their, them) = failed.Count == 1 ? ("has", "it", "its recipe", "it") : ("have", "they", "their recipes", "them");
            throw new TextVaeException(
                $"{failed.Count} of the runs {have} failed: {string.Join(", ", failed.Select(run => run.Run.Folder))}. What {they} said stands above. "
                + $"Change {their} in a sweep with another --out, or leave {them} away with --only; the others are finished.");
        }
    }

    // Before hours of work whose end it would be.
    private static void RequireResults(string results)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(results))!;
        if (Directory.Exists(results))
            throw new RecipeException($"'{results}' is a folder, and --results takes a file. Name one in it, such as '{Path.Combine(results, "results.json")}'.");
        if (System.IO.File.Exists(results))
            RowsOf(results);
        else if (!Directory.Exists(folder))
            throw new RecipeException($"There is no folder '{folder}' for --results. Make it, or name a file elsewhere.");
        AtomicFile.RequirePlace(folder);
    }

    // Where a file is another one altogether, what a parser of JSON stumbles at in it is of no use.
    private static IReadOnlyList<SummaryRow> RowsOf(string results)
    {
        try
        {
            return PublishedResults.Read(results);
        }
        catch (DataException exception) when (exception.InnerException is JsonException)
        {
            throw new DataException(
                $"'{results}' is no file of results: it has to be a JSON list of objects, each with a name. Give one that `sweep --results` has written.",
                exception);
        }
    }

    private static Sweep SweepOf(ParseResult parse) => Sweep.Load(parse.GetValue(File) ?? throw Missing("SWEEP"));

    private static SweepSelection SelectionOf(ParseResult parse) => new()
    {
        Names = ListOf(parse, Only, "the names of runs of the sweep"),
        Seeds =
        [
            .. ListOf(parse, Seeds, "seeds of the sweep").Select(text =>
                long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var seed)
                    ? seed
                    : throw new RecipeException($"--seeds has '{text}'; give whole numbers with commas between.")),
        ],
    };

    private static string[] ListOf(ParseResult parse, Option<string?> option, string what)
    {
        if (parse.GetValue(option) is not { } text)
            return [];
        var parts = text.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return parts.Length > 0 ? parts : throw new RecipeException($"{option.Name} is empty. Give {what} with commas between, or leave it away for all.");
    }

    private static RecipeException Missing(string what) => new(
        $"{what} is missing. Run a sweep with `textvae sweep SWEEP --data DATASET --out DIR`, print its runs with `textvae sweep SWEEP "
        + "--list`, and a table of results with `textvae sweep --table FILE`.");
}

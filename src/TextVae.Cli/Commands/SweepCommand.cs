using System.CommandLine;
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

    private static readonly Option<int?> Threads = new("--threads")
    {
        Description = "Threads (default: the sweep's own, or one a core).",
        HelpName = "N",
    };

    private static readonly Option<ComputeDevice> Device = DeviceOption.Create();

    private static readonly Option<Precision?> Precisions = PrecisionOption.Create("the sweep's own, or auto");

    public static Command Create()
    {
        var json = JsonOutput.CreateOption();
        var command = new Command("sweep", "Train and measure many runs, one after the other, and compare them.")
        {
            File, Data, Out, List, Only, Results, Table, Threads, Device, Precisions, json,
        };
        command.SetAction((parse, cancellation) =>
        {
            var output = parse.InvocationConfiguration.Output;
            if (parse.GetValue(Table) is { } results)
                SweepView.PrintMarkdown(PublishedResults.Read(results), output);
            else if (parse.GetValue(List))
                SweepView.List(SweepOf(parse), NamesOf(parse), output, parse.GetValue(json));
            else
                Run(parse, parse.GetValue(json), cancellation);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void Run(ParseResult parse, bool json, CancellationToken cancellation)
    {
        var sweep = SweepOf(parse);
        var data = parse.GetValue(Data) ?? throw Missing("--data DATASET");
        var folder = new SweepFolder(parse.GetValue(Out) ?? throw Missing("--out DIR"));
        sweep.Plan(); // what is wrong with a recipe is told before anything is loaded
        var before = SweepInfo.Load(folder);
        var ranks = RankedConfiguration.RanksOf(parse);
        if ((parse.GetValue(Threads) ?? before?.Threads) is { } threads)
            NativeRuntime.Threads = threads;
        NativeRuntime.Device = parse.GetValue(Device);
        NativeRuntime.Precision = parse.GetValue(Precisions) ?? before?.Precision ?? Precision.Auto;
        var results = parse.GetValue(Results);
        if (results is not null && System.IO.File.Exists(results))
            PublishedResults.Read(results); // before hours of work whose end it would be
        using var dataset = Dataset.Open(data);
        using var execution = SweepExecution.Open(sweep, NamesOf(parse), dataset, data, folder, ranks);
        var rows = SweepView.Watch(execution, parse.InvocationConfiguration.Error, cancellation);
        if (!ranks.IsFirst)
            return;
        if (results is not null)
            PublishedResults.Merge(results, rows);
        if (json)
            JsonOutput.WriteDocument(parse.InvocationConfiguration.Output, folder.Results);
        else
            SweepView.Print(folder, rows, parse.InvocationConfiguration.Output);
    }

    private static Sweep SweepOf(ParseResult parse) => Sweep.Load(parse.GetValue(File) ?? throw Missing("SWEEP"));

    private static string[] NamesOf(ParseResult parse) =>
        parse.GetValue(Only)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static RecipeException Missing(string what) => new(
        $"{what} is missing. Run a sweep with `textvae sweep SWEEP --data DATASET --out DIR`, print its runs with `textvae sweep SWEEP "
        + "--list`, and a table of results with `textvae sweep --table FILE`.");
}

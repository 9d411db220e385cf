using System.CommandLine;
using TextVae.Cli.Arguments;
using TextVae.Cli.Figures;
using TextVae.Cli.Views;
using TextVae.Corpus;
using TextVae.Native;
using TextVae.Reproduction;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae reproduce</c>: every experiment of the paper.</summary>
internal static class ReproduceCommand
{
    private static readonly Option<string?> Data = new("--data") { Description = "The dataset folder.", HelpName = "DATASET" };

    private static readonly Option<string?> Out = new("--out")
    {
        Description = "Where everything goes. The same command goes on with what it finds there.",
        HelpName = "DIR",
    };

    private static readonly Option<bool> List = new("--list") { Description = "Print the systems and where the paper has them." };

    private static readonly Option<string?> Only = new("--only")
    {
        Description = "Run only these systems, with commas between.",
        HelpName = "A,B",
    };

    private static readonly Option<int> Seeds = new("--seeds")
    {
        Description = "Trainings of each system; with one alone no difference can be told from chance.",
        DefaultValueFactory = _ => new ReproductionOptions().Seeds,
        HelpName = "N",
    };

    private static readonly Option<long?> Steps = new("--steps")
    {
        Description = "Steps of every training; schedules shrink with them (default: the recipes' 20000 times the scale).",
        HelpName = "N",
    };

    private static readonly Option<double> Scale = new("--scale")
    {
        Description = "Shrink the models, their schedules and their steps together: 1 is the paper's size.",
        DefaultValueFactory = _ => new ReproductionOptions().Scale,
        HelpName = "S",
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Change a key of all recipes, after the scale; may be given more than once.",
        HelpName = "KEY=VALUE",
    };

    private static readonly Option<int?> Threads = ThreadsOption.Create();

    private static readonly Option<ComputeDevice> Device = DeviceOption.Create();

    private static readonly Option<Precision?> Precisions = PrecisionOption.Create();

    public static Command Create()
    {
        var json = JsonOutput.CreateOption();
        var command = new Command("reproduce", "Run every experiment of the paper and hold its claims against the results.")
        {
            Data, Out, List, Only, Seeds, Steps, Scale, Set, Threads, Device, Precisions, json,
        };
        command.SetAction((parse, cancellation) =>
        {
            if (parse.GetValue(List))
            {
                Exclusive.RequireNone(parse, List, Data, Out, Only, Seeds, Steps, Scale, Set, Threads, Device, Precisions);
                ReproductionView.List(parse.InvocationConfiguration.Output, parse.GetValue(json));
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
        var options = new ReproductionOptions
        {
            Systems = SystemsOf(parse.GetValue(Only)),
            Seeds = parse.GetValue(Seeds),
            Steps = parse.GetValue(Steps),
            Scale = parse.GetValue(Scale),
            Settings = parse.GetValue(Set) ?? [],
        };
        var data = parse.GetValue(Data) ?? throw Missing("--data DATASET");
        var folder = new ReproductionFolder(parse.GetValue(Out) ?? throw Missing("--out DIR"));
        options.Plan(); // what is wrong with the options is told before anything is loaded
        NativeRuntime.Threads = parse.GetValue(Threads);
        NativeRuntime.Device = parse.GetValue(Device);
        NativeRuntime.Precision = parse.GetValue(Precisions) ?? Precision.Auto;
        using var dataset = Dataset.Open(data);
        var reproduction = PaperReproduction.Open(options, dataset, data, folder);
        var results = ReproductionView.Watch(reproduction, parse.InvocationConfiguration.Error, cancellation);
        ReproductionFigures.Save(folder);
        if (json)
            JsonOutput.WriteDocument(parse.InvocationConfiguration.Output, folder.Results);
        else
            ReproductionView.Print(folder, results, parse.InvocationConfiguration.Output);
        if (reproduction.Failed.Count > 0)
        {
            throw new TextVaeException(
                $"{reproduction.Failed.Count} of the runs had numbers that are not finite: {string.Join(", ", reproduction.Failed.Select(failed => failed.Run.Name))}. "
                + "What they said stands above; the others are finished. Try another learning rate with --set and another --out.");
        }
    }

    private static IReadOnlyList<PaperSystem> SystemsOf(string? only) => only is null
        ? PaperSystem.All
        : [.. only.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).Select(PaperSystem.Named)];

    private static RecipeException Missing(string what) =>
        new($"{what} is missing. Run the paper with `textvae reproduce --data DATASET --out DIR`; only --list can do without.");
}

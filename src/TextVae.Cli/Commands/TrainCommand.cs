using System.CommandLine;
using TextVae.Cli.Arguments;
using TextVae.Cli.Views;
using TextVae.Corpus;
using TextVae.Native;
using TextVae.Runs;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae train</c>: a recipe and a dataset to a run folder.</summary>
internal static class TrainCommand
{
    private static readonly Argument<string?> RecipePath = new("RECIPE")
    {
        Description = "The TOML file that says what to train and how; may be left out with --resume.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The dataset folder; may be left out with --resume.",
        HelpName = "DATASET",
    };

    private static readonly Option<string> Out = new("--out")
    {
        Description = "The run folder.",
        Required = true,
        HelpName = "RUN",
    };

    private static readonly Option<string[]> Set = new("--set")
    {
        Description = "Change a key of the recipe, such as training.batch=32; may be given more than once.",
        HelpName = "KEY=VALUE",
    };

    private static readonly Option<bool> Resume = new("--resume") { Description = "Go on with the run in the run folder." };

    private static readonly Option<string?> StartFrom = new("--start-from")
    {
        Description = "Begin with the parameters of another run's last checkpoint, or of a model folder; training.reset=decoder "
            + "leaves the decoder fresh.",
        HelpName = "RUN",
    };

    private static readonly Option<long?> Seed = new("--seed")
    {
        Description = "The same as --set training.seed=S.",
        HelpName = "S",
    };

    private static readonly Option<int?> Threads = ThreadsOption.Create("one a core; with --resume the run's own", "Threads of tensor operations");

    private static readonly Option<ComputeDevice> Device = DeviceOption.Create();

    private static readonly Option<Precision?> Precisions = PrecisionOption.Create("auto; with --resume the run's own");

    private static readonly Option<bool> TensorBoard = new("--tensorboard")
    {
        Description = "Write TensorBoard event files too, into the run folder's 'tensorboard'.",
    };

    public static Command Create()
    {
        var json = JsonOutput.CreateOption();
        var command = new Command("train", "Train a recipe on a dataset.")
        {
            RecipePath, Data, Out, Set, Resume, StartFrom, Seed, Threads, Device, Precisions, TensorBoard, json,
        };
        command.SetAction((parse, cancellation) => Task.FromResult(Run(parse, parse.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(ParseResult parse, bool json, CancellationToken cancellation)
    {
        var folder = new RunFolder(parse.GetValue(Out)!);
        var resume = parse.GetValue(Resume);
        var startFrom = parse.GetValue(StartFrom);
        if (resume && startFrom is not null)
        {
            throw new RecipeException(
                "--start-from says what a run begins with, and --resume goes on with one. Leave one of them away.");
        }

        var recipe = RecipeOf(parse, folder, resume);
        // Bit for bit, a run goes on only with what it was started with.
        var before = resume && folder.HoldsRun ? RunInfo.Load(folder) : null;
        var data = parse.GetValue(Data) ?? before?.Dataset ?? throw Missing("--data DATASET");
        var ranks = RankedConfiguration.RanksOf(parse);
        if ((parse.GetValue(Threads) ?? (before?.Processes == ranks.Count ? before.Threads : null as int?)) is { } threads)
            NativeRuntime.Threads = threads;
        var device = parse.GetValue(Device);
        NativeRuntime.Device = device == ComputeDevice.Auto ? before?.Device ?? device : device;
        NativeRuntime.Precision = parse.GetValue(Precisions) ?? before?.Precision ?? Precision.Auto;
        using var dataset = Dataset.Open(data);
        using var run = resume
            ? TrainingRun.Resume(recipe, dataset, folder, ranks)
            : TrainingRun.Start(recipe, dataset, data, folder, startFrom, ranks);
        using var log = parse.GetValue(TensorBoard) && ranks.IsFirst ? new TensorBoardLog(folder, run.Step) : null;
        var finished = TrainingView.Watch(run, "train", parse.InvocationConfiguration.Error, cancellation, log);
        var output = parse.InvocationConfiguration.Output;
        if (json)
        {
            JsonOutput.Write(output, new { Run = folder.Path, finished.Step, finished.BestStep, finished.BestBound, finished.StoppedEarly, SkippedSteps = finished.Skipped, Findings = FindingsView.Document(finished.Findings) });
            return ExitCodes.Done;
        }

        var why = finished.StoppedEarly ? ", as the bound did not fall any more" : "";
        var skipped = finished.Skipped > 0
            ? FormattableString.Invariant($", of which {finished.Skipped} moved nothing, their loss or gradient not being finite")
            : "";
        output.WriteLine(FormattableString.Invariant(
            $"Trained for {finished.Step} steps{skipped}{why}. The best model is that of step {finished.BestStep}, validation bound {finished.BestBound:F3} nats a sentence."));
        FindingsView.Print(finished.Findings, output);
        var split = dataset.Test.Count > 0 ? "" : " --split valid";
        output.WriteLine($"It is in {TerminalText.Clean(folder.Model)}. Next: textvae evaluate {TerminalText.Word(folder.Path)}{split}");
        return ExitCodes.Done;
    }

    private static Recipe RecipeOf(ParseResult parse, RunFolder folder, bool resume)
    {
        const string key = "training.seed";
        var settings = new List<string>(parse.GetValue(Set) ?? []);
        if (parse.GetValue(Seed) is { } seed)
        {
            if (settings.Exists(setting => setting.Split('=')[0].Trim() == key))
                throw new RecipeException($"--seed and --set {key} say the same, and only one of them can hold. Leave one of them away.");
            settings.Add(FormattableString.Invariant($"{key}={seed}"));
        }

        if (parse.GetValue(RecipePath) is { } path)
            return Recipe.Load(path, settings);
        if (!resume)
            throw Missing("RECIPE");
        if (!folder.HoldsRun)
            throw new RecipeException($"'{folder.Path}' holds no run to resume. Leave --resume away to start one there.");
        return Recipe.Load(folder.Recipe, settings);
    }

    private static RecipeException Missing(string what) => new(
        $"{what} is missing. Start a run with `textvae train RECIPE --data DATASET --out RUN`; only --resume can do without.");
}

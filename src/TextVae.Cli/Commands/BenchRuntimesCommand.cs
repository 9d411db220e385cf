using System.CommandLine;
using System.Globalization;
using TextVae.Cli.Arguments;
using TextVae.Cli.Inputs;
using TextVae.Cli.Views;
using TextVae.Cli.Work;
using TextVae.Corpus;
using TextVae.Runs;

namespace TextVae.Cli.Commands;

/// <summary>
/// <c>textvae bench encode</c> and <c>textvae bench onnx</c>: a trained model by libtorch, beside the same exported and by ONNX Runtime.
/// </summary>
internal static class BenchRuntimesCommand
{
    private static readonly Argument<string> Folder = RunArgument.Create();

    private static readonly Option<string?> Data = new("--data") { Description = "The dataset (default: the one of the run).", HelpName = "DATASET" };

    private static readonly Option<Split> OfSplit = SplitOption.Create("Where the texts come from", Split.Test);

    private static readonly Option<int> Batch = new("--batch")
    {
        Description = "Sentences of a call, beside calls of one.",
        DefaultValueFactory = _ => 64,
        HelpName = "N",
    };

    private static readonly Option<double> Seconds = new("--seconds")
    {
        Description = "How long each of the two works at each task.",
        DefaultValueFactory = _ => 12,
        HelpName = "S",
    };

    public static Command CreateEncode() => Create(
        "encode", "Measure how many sentences a second become vectors, alone and in batches, by libtorch and by ONNX Runtime.",
        RuntimesBenchmark.Encode);

    public static Command CreateOnnx() => Create(
        "onnx", "Export a model, and compare ONNX Runtime with libtorch on it: encoding, and decoding greedily.",
        RuntimesBenchmark.Encode, RuntimesBenchmark.Reconstruct);

    private static Command Create(string name, string description, params string[] works)
    {
        var command = new Command(name, description) { Folder, Data, OfSplit, Batch, Seconds };
        var machine = new MachineArguments(command, hasDevice: false);
        return command.Measuring((parse, sink, cancellation) =>
        {
            machine.Choose(parse);
            return Run(parse, works, machine.ThreadsOf(parse), new StageProgress(sink, "comparing"), cancellation);
        }, Print);
    }

    private static RuntimesSpeed Run(
        ParseResult parse, string[] works, int? threads, IProgress<double> progress, CancellationToken cancellation)
    {
        const int most = 2000;
        var batch = parse.Positive(Batch);
        using var model = TrainedModel.Load(parse.GetValue(Folder)!);
        using var dataset = RunDataset.Open(parse.GetValue(Folder)!, parse.GetValue(Data), model);
        var store = dataset[parse.GetValue(OfSplit)];
        string[] texts = [.. Enumerable.Range(0, Math.Min(most, store.Count)).Select(i => model.TextOf(store.Read(i)))];
        return RuntimesBenchmark.Run(model, texts, works, batch, parse.GetValue(Seconds), threads, progress, cancellation);
    }

    private static void Print(FigureLines lines, RuntimesSpeed speed)
    {
        static string Rounds(RoundSpeed rounds) => string.Create(
            CultureInfo.InvariantCulture, $"{rounds.SentencesPerSecond,10:N1} (windows {rounds.Windows[0]:N1} to {rounds.Windows[1]:N1})");

        lines.Add($"sentences/s, of {speed.Words:F1} words; libtorch with {ChoiceName.Of(speed.Precision)} operands");
        foreach (var compared in speed.Speeds)
        {
            lines.Add($"{compared.Work}, {compared.Batch} a call");
            lines.Add("  ONNX Runtime", $"{Rounds(compared.OnnxRuntime)}");
            lines.Add("  libtorch", $"{Rounds(compared.Libtorch)}");
        }

        lines.Add($"native libraries");
        lines.Add("  ONNX Runtime", $"{speed.OnnxRuntimeBytes / 1e6,10:N1} MB");
        lines.Add("  libtorch", $"{speed.LibtorchBytes / 1e6,10:N1} MB");
    }
}

using System.CommandLine;
using System.Globalization;
using TextVae.Corpus;
using TextVae.Native;
using TextVae.Runs;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae bench onnx</c>: an exported model by ONNX Runtime, beside the model by libtorch.</summary>
internal static class BenchOnnxCommand
{
    private static readonly Argument<string> Folder = new("RUN") { Description = "A run folder, or its model folder." };

    private static readonly Option<string?> Data = new("--data") { Description = "The dataset (default: the one of the run).", HelpName = "DATASET" };

    private static readonly Option<Split> OfSplit = Choices.Option(
        "--split", "Where the texts come from", "test", ("train", Split.Train), ("valid", Split.Valid), ("test", Split.Test));

    private static readonly Option<int> Batch = new("--batch")
    {
        Description = "Texts of a call, beside calls of one.",
        DefaultValueFactory = _ => 64,
        HelpName = "N",
    };

    private static readonly Option<double> Seconds = new("--seconds")
    {
        Description = "How long each of the two works at each task.",
        DefaultValueFactory = _ => 12,
        HelpName = "S",
    };

    private static readonly Option<int?> Threads = new("--threads") { Description = "Threads (default: one a core).", HelpName = "N" };

    public static Command Create()
    {
        var precision = PrecisionOption.Create();
        var json = JsonOutput.CreateOption();
        var command = new Command("onnx", "Export a model, and compare ONNX Runtime with libtorch on it.")
        {
            Folder, Data, OfSplit, Batch, Seconds, Threads, precision, json,
        };
        command.SetAction((parse, cancellation) =>
        {
            (NativeRuntime.Device, NativeRuntime.Threads) = (ComputeDevice.Cpu, parse.GetValue(Threads));
            NativeRuntime.Precision = parse.GetValue(precision) ?? Precision.Auto;
            var speed = Run(parse, cancellation);
            if (parse.GetValue(json))
                JsonOutput.Write(parse.InvocationConfiguration.Output, speed);
            else
                Print(speed, parse.InvocationConfiguration.Output);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static OnnxSpeed Run(ParseResult parse, CancellationToken cancellation)
    {
        const int most = 2000;
        var batch = parse.GetValue(Batch);
        if (batch < 1)
            throw new RecipeException(string.Create(CultureInfo.InvariantCulture, $"--batch is {batch}; it has to be at least 1."));
        using var model = TrainedModel.Load(parse.GetValue(Folder)!);
        using var dataset = RunDataset.Open(parse.GetValue(Folder)!, parse.GetValue(Data), model);
        var store = dataset[parse.GetValue(OfSplit)];
        string[] texts = [.. Enumerable.Range(0, Math.Min(most, store.Count)).Select(i => model.TextOf(store.Read(i)))];
        return ProgressView.Run(parse.InvocationConfiguration.Error, "bench", sink => OnnxBenchmark.Run(
            model, texts, batch, parse.GetValue(Seconds), parse.GetValue(Threads), new StageProgress(sink, "comparing"), cancellation));
    }

    private static void Print(OnnxSpeed speed, TextWriter output)
    {
        void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));

        string Rounds(RoundSpeed rounds) => string.Create(
            CultureInfo.InvariantCulture, $"{rounds.Median,10:N1} ({rounds.Slowest:N1} to {rounds.Fastest:N1})");

        Line($"texts a second, of {speed.Words:F1} words; libtorch with {JsonOutput.NameOf(speed.LibtorchPrecision)} operands");
        foreach (var compared in speed.Speeds)
        {
            Line($"{compared.Work}, {compared.Batch} a call");
            Line($"  {"ONNX Runtime",-20}{Rounds(compared.OnnxRuntime)}");
            Line($"  {"libtorch",-20}{Rounds(compared.Libtorch)}");
        }

        Line($"native libraries");
        Line($"  {"ONNX Runtime",-20}{speed.OnnxRuntimeBytes / 1e6,10:N1} MB");
        Line($"  {"libtorch",-20}{speed.LibtorchBytes / 1e6,10:N1} MB");
    }
}

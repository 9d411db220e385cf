using System.CommandLine;
using System.Globalization;
using TextVae.Benchmarks;
using TextVae.Corpus;
using TextVae.Native;
using TextVae.Runs;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae bench</c>: how fast this machine is, and how much of its limit that is.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Measure how fast this machine is.") { CreateTrain(), BenchPrepareCommand.Create() };

    private static Command CreateTrain()
    {
        var recipe = new Argument<string>("RECIPE") { Description = "The recipe whose model is trained; nothing is kept." };
        var data = new Option<string>("--data") { Description = "The dataset folder.", Required = true, HelpName = "DATASET" };
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long to measure, after a warm-up.",
            DefaultValueFactory = _ => 20,
            HelpName = "S",
        };
        var set = new Option<string[]>("--set") { Description = "Change a key of the recipe.", HelpName = "KEY=VALUE" };
        var threads = new Option<int?>("--threads") { Description = "Threads (default: one a core).", HelpName = "N" };
        var precision = PrecisionOption.Create();
        var json = JsonOutput.CreateOption();
        var command = new Command("train", "Train for a while and measure tokens a second and the share of the matrix peak.")
        {
            recipe, data, seconds, set, threads, precision, json,
        };
        command.SetAction((parse, cancellation) =>
        {
            var options = Recipe.Load(parse.GetValue(recipe)!, parse.GetValue(set));
            NativeRuntime.Threads = parse.GetValue(threads);
            NativeRuntime.Precision = parse.GetValue(precision) ?? Precision.Auto;
            using var dataset = Dataset.Open(parse.GetValue(data)!);
            var duration = parse.GetValue(seconds);
            var speed = ProgressView.Run(parse.InvocationConfiguration.Error, "bench", sink => TrainingBenchmark.Run(
                options.Model, options.Objective, options.Training, dataset, duration,
                new Shares(sink), cancellation));
            if (parse.GetValue(json))
                JsonOutput.Write(parse.InvocationConfiguration.Output, speed);
            else
                Print(speed, parse.InvocationConfiguration.Output);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void Print(TrainingSpeed speed, TextWriter output)
    {
        void Line(string name, FormattableString value) =>
            output.WriteLine($"{name,-18}{value.ToString(CultureInfo.InvariantCulture)}");

        Line("tokens/s", $"{speed.TokensPerSecond:N0} (windows {speed.Windows[0]:N0} to {speed.Windows[1]:N0}, {speed.Steps} steps)");
        Line("FLOP a token", $"{speed.FlopPerToken:N0}");
        Line("GFLOP/s", $"{speed.GflopPerSecond:F0} with {speed.Precision.ToString().ToLowerInvariant()} operands");
        Line("matrix peak", $"{speed.Peak.Float32:F0} float32, {speed.Peak.BFloat16:F0} bfloat16 GFLOP/s");
        Line("share of the peak", $"{speed.ShareOfPeak:P0}");
        Line("peak memory", $"{speed.PeakMemoryMib:N0} MiB");
        var total = speed.PartMilliseconds.Values.Sum() + speed.OtherMilliseconds;
        Line("step", $"{total:F1} ms");
        foreach (var (part, milliseconds) in speed.PartMilliseconds)
            Line($"  {part.ToString().ToLowerInvariant()}", $"{milliseconds,8:F1} ms {milliseconds / total,6:P0}");
        Line("  other", $"{speed.OtherMilliseconds,8:F1} ms {speed.OtherMilliseconds / total,6:P0}");
    }

    private sealed class Shares(IProgressSink sink) : IProgress<double>
    {
        public void Report(double value) => sink.Report(value, "training");
    }
}

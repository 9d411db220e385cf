using System.CommandLine;
using System.Globalization;
using TextVae.Benchmarks;
using TextVae.Cli.Figures;
using TextVae.Native;
using TextVae.Runs;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae bench growth</c>: how the cost of training grows with each size, and the roofline.</summary>
internal static class BenchGrowthCommand
{
    public static Command Create()
    {
        var recipe = new Argument<string>("RECIPE") { Description = "The recipe whose sizes are changed, one at a time." };
        var folder = new Option<string>("--out")
        {
            Description = "Where growth.json and the figures go.",
            Required = true,
            HelpName = "DIR",
        };
        var seconds = new Option<double>("--seconds")
        {
            Description = "How long to measure each size, after a warm-up.",
            DefaultValueFactory = _ => 3,
            HelpName = "S",
        };
        var set = new Option<string[]>("--set") { Description = "Change a key of the recipe.", HelpName = "KEY=VALUE" };
        var threads = new Option<int?>("--threads") { Description = "Threads (default: one a core).", HelpName = "N" };
        var precision = PrecisionOption.Create();
        var json = JsonOutput.CreateOption();
        var command = new Command("growth", "Train at many sizes and draw how the cost of a token grows, and the roofline.")
        {
            recipe, folder, seconds, set, threads, precision, json,
        };
        command.SetAction((parse, cancellation) =>
        {
            var options = Recipe.Load(parse.GetValue(recipe)!, parse.GetValue(set));
            NativeRuntime.Threads = parse.GetValue(threads);
            NativeRuntime.Precision = parse.GetValue(precision) ?? Precision.Auto;
            var growth = ProgressView.Run(parse.InvocationConfiguration.Error, "bench", sink => GrowthBenchmark.Run(
                options.Model, options.Objective, options.Training, parse.GetValue(seconds), values: null, new StageProgress(sink, "training at each size"),
                cancellation));
            Save(growth, parse.GetValue(folder)!);
            if (parse.GetValue(json))
                JsonOutput.Write(parse.InvocationConfiguration.Output, growth);
            else
                Print(growth, parse.InvocationConfiguration.Output);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void Save(Growth growth, string folder)
    {
        AtomicFile.CreateFolder(folder);
        using var document = new StringWriter();
        JsonOutput.Write(document, growth);
        AtomicFile.WriteText(Path.Combine(folder, "growth.json"), document.ToString());
        GrowthFigure.Save(Path.Combine(folder, "growth.png"), growth);
        RooflineFigure.Save(Path.Combine(folder, "roofline.png"), growth);
    }

    private static void Print(Growth growth, TextWriter output)
    {
        void Line(FormattableString line) => output.WriteLine(line.ToString(CultureInfo.InvariantCulture));

        Line($"{"size",-12}{"value",8}{"tokens/s",12}{"µs a token",12}{"GFLOP/s",10}{"of the peak",13}");
        foreach (var point in growth.Points)
        {
            Line($"{point.Size.ToString().ToLowerInvariant(),-12}{point.Value,8:N0}{point.TokensPerSecond,12:N0}{point.MicrosecondsPerToken,12:F1}{point.GflopPerSecond,10:F0}{point.GflopPerSecond / growth.PeakGflop,13:P0}");
        }

        Line($"");
        Line($"{"rows",-12}{"FLOP a byte",12}{"GFLOP/s",10}  (softmax over 50,000 words; memory {growth.GigabytesPerSecond:F1} GB/s, peak {growth.PeakGflop:F0} GFLOP/s)");
        foreach (var point in growth.Roofline)
            Line($"{point.Rows,-12}{point.FlopPerByte,12:F1}{point.GflopPerSecond,10:F0}");
    }
}

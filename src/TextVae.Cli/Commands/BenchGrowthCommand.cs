using System.CommandLine;
using TextVae.Benchmarks;
using TextVae.Cli.Arguments;
using TextVae.Cli.Figures;
using TextVae.Cli.Views;
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
        var command = new Command("growth", "Train at many sizes and draw how the cost of a token grows, and the roofline.")
        {
            recipe, folder, seconds, set,
        };
        var machine = new MachineArguments(command, hasDevice: false);
        return command.Measuring((parse, sink, cancellation) =>
        {
            var options = Recipe.Load(parse.GetValue(recipe)!, parse.GetValue(set));
            machine.Choose(parse);
            AtomicFile.RequirePlace(parse.GetValue(folder)!);
            var growth = GrowthBenchmark.Run(
                options.Model, options.Objective, options.Training, parse.GetValue(seconds), values: null,
                new StageProgress(sink, "training at each size"), cancellation);
            Save(growth, parse.GetValue(folder)!);
            return growth;
        }, Print);
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

    private static void Print(FigureLines lines, Growth growth)
    {
        lines.Add($"{"size",-12}{"value",8}{"tokens/s",12}{"µs a token",12}{"GFLOP/s",10}{"of the peak",13}");
        foreach (var point in growth.Points)
        {
            lines.Add($"{ChoiceName.Of(point.Size),-12}{point.Value,8:N0}{point.TokensPerSecond,12:N0}{point.MicrosecondsPerToken,12:F1}{point.GflopPerSecond,10:F0}{point.GflopPerSecond / growth.PeakGflop,13:P0}");
        }

        lines.Add($"");
        lines.Add($"{"rows",-12}{"FLOP a byte",12}{"GFLOP/s",10}  (softmax over 50,000 words; memory {growth.GigabytesPerSecond:F1} GB/s, peak {growth.PeakGflop:F0} GFLOP/s)");
        foreach (var point in growth.Roofline)
            lines.Add($"{point.Rows,-12}{point.FlopPerByte,12:F1}{point.GflopPerSecond,10:F0}");
    }
}

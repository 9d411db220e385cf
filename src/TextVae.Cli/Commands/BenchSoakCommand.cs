using System.CommandLine;
using TextVae.Benchmarks;
using TextVae.Cli.Arguments;
using TextVae.Cli.Views;
using TextVae.Runs;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae bench soak</c>: whether memory is level over a long training.</summary>
internal static class BenchSoakCommand
{
    public static Command Create()
    {
        var recipe = new Argument<string?>("RECIPE")
        {
            Description = "The recipe to train (default: a tiny model); nothing is kept.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var data = new Option<string?>("--data") { Description = "The dataset folder (default: synthetic reviews).", HelpName = "DATASET" };
        var steps = new Option<long>("--steps") { Description = "How many steps.", DefaultValueFactory = _ => 20_000, HelpName = "N" };
        var folder = new Option<string>("--folder")
        {
            Description = "Where to put files meanwhile.",
            DefaultValueFactory = _ => Path.GetTempPath(),
            HelpName = "DIR",
        };
        var set = new Option<string[]>("--set") { Description = "Change a key of the recipe.", HelpName = "KEY=VALUE" };
        var command = new Command("soak", "Train for many steps and measure whether memory stays level.")
        {
            recipe, data, steps, folder, set,
        };
        var machine = new MachineArguments(command);
        return command.Measuring((parse, sink, cancellation) =>
        {
            var settings = parse.GetValue(set);
            var options = parse.GetValue(recipe) is { } path
                ? Recipe.Load(path, settings)
                : Recipe.Parse(SoakBenchmark.TinyRecipe.ToToml(), "the tiny recipe", settings);
            machine.Choose(parse);
            return SoakBenchmark.Run(
                options, parse.GetValue(data), parse.GetValue(steps), parse.GetValue(folder)!, new StageProgress(sink, "training"), cancellation);
        }, Print);
    }

    private static void Print(FigureLines lines, Soak soak)
    {
        void Trend(string name, MemoryTrend trend, string unit)
        {
            var (steps, hour) = (trend.PerThousandSteps, trend.PerHour);
            lines.Add(name, $"{trend.Last:N1}{unit} at the end, {trend.First:N1}{unit} half-way");
            lines.Add("  slope", $"{steps.Slope:+0.0000;-0.0000;0} ± {steps.StandardError:0.0000}{unit} in 1,000 steps, {hour.Slope:+0.00;-0.00;0} ± {hour.StandardError:0.00}{unit} in an hour");
        }

        lines.Add("steps", $"{soak.Steps:N0} in {soak.Seconds:N1} s, {soak.StepsPerSecond:N1} a second");
        Trend("resident memory", soak.ResidentMib, " MiB");
        Trend("managed heap", soak.ManagedHeapMib, " MiB");
        Trend("live tensors", soak.LiveTensors, "");
        lines.Add("peak memory", $"{soak.PeakMemoryMib:N0} MiB");
    }
}

using System.CommandLine;
using TextVae.Benchmarks;
using TextVae.Cli.Views;
using TextVae.Corpus;
using TextVae.Runs;

namespace TextVae.Cli.Arguments;

/// <summary>What a benchmark works on.</summary>
internal sealed record BenchCall(
    ParseResult Parse, Recipe Recipe, Dataset Dataset, double Seconds, IProgress<double> Progress, CancellationToken Cancellation);

/// <summary>What all benchmarks have in common: their arguments, the progress line and the report.</summary>
/// <param name="stage">What the progress line calls the work.</param>
internal sealed class BenchArguments(string stage)
{
    private readonly Argument<string> _recipe = new("RECIPE") { Description = "The recipe whose model is used; nothing is kept." };
    private readonly Option<string> _data = new("--data") { Description = "The dataset folder.", Required = true, HelpName = "DATASET" };
    private readonly Option<double> _seconds = new("--seconds")
    {
        Description = "How long to measure, after a warm-up.",
        DefaultValueFactory = _ => 20,
        HelpName = "S",
    };

    private readonly Option<string[]> _set = new("--set") { Description = "Change a key of the recipe.", HelpName = "KEY=VALUE" };

    /// <summary>Makes the command.</summary>
    /// <typeparam name="T">What it reports.</typeparam>
    public Command Create<T>(string name, string description, Option[] options, Func<BenchCall, T> run)
        where T : Speed
    {
        var command = new Command(name, description) { _recipe, _data, _seconds };
        foreach (var option in options)
            command.Add(option);
        command.Add(_set);
        var machine = new MachineArguments(command);
        return command.Measuring((parse, sink, cancellation) =>
        {
            var recipe = Recipe.Load(parse.GetValue(_recipe)!, parse.GetValue(_set));
            machine.Choose(parse);
            using var dataset = Dataset.Open(parse.GetValue(_data)!);
            return run(new BenchCall(parse, recipe, dataset, parse.GetValue(_seconds), new StageProgress(sink, stage), cancellation));
        }, SpeedReport.Print);
    }
}

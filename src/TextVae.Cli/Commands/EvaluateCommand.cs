using System.CommandLine;
using System.Globalization;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Native;
using TextVae.Runs;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae evaluate</c>: the figures of a trained model.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("RUN") { Description = "A run folder, or its model folder." };
        var data = new Option<string?>("--data")
        {
            Description = "The dataset (default: the one of the run).",
            HelpName = "DATASET",
        };
        var split = Choices.Option(
            "--split", "Which split", "test", ("train", Split.Train), ("valid", Split.Valid), ("test", Split.Test));
        var samples = new Option<int?>("--samples")
        {
            Description = "Posterior samples a sentence (default: the recipe's, or 10).",
            HelpName = "N",
        };
        var iw = new Option<int?>("--iw")
        {
            Description = "Samples a sentence of the importance-weighted estimate (default: the recipe's, or none).",
            HelpName = "K",
        };
        var device = DeviceOption.Create();
        var precision = PrecisionOption.Create();
        var json = JsonOutput.CreateOption();
        var command = new Command("evaluate", "Measure a trained model on a split.")
        {
            folder, data, split, samples, iw, device, precision, json,
        };
        command.SetAction((parse, cancellation) =>
        {
            NativeRuntime.Device = parse.GetValue(device);
            NativeRuntime.Precision = parse.GetValue(precision) ?? Precision.Auto;
            var output = parse.InvocationConfiguration.Output;
            var report = Evaluate(
                parse.GetValue(folder)!, parse.GetValue(data), parse.GetValue(split),
                options => options with
                {
                    Samples = parse.GetValue(samples) ?? options.Samples,
                    Iw = parse.GetValue(iw) ?? options.Iw,
                },
                parse.InvocationConfiguration.Error, cancellation);
            if (parse.GetValue(json))
                JsonOutput.Write(output, report);
            else
                Print(report, output);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static EvaluationReport Evaluate(
        string folder, string? data, Split split, Func<EvaluationOptions, EvaluationOptions> change, TextWriter error,
        CancellationToken cancellation)
    {
        using var model = TrainedModel.Load(folder);
        using var dataset = RunDataset.Open(folder, data, model);
        var options = change(RunRecipe.Evaluation(folder));
        if (options.Problems().ToArray() is { Length: > 0 } problems)
            throw new RecipeException(string.Join(' ', problems));
        return ProgressView.Run(error, "evaluate", sink => new Evaluator(model.Model, options).Evaluate(
            dataset[split], new Shares(sink, dataset[split].Count), cancellation));
    }

    // The names and their order are those of the JSON document: one list of figures for both.
    private static void Print(EvaluationReport report, TextWriter output)
    {
        foreach (var (name, value) in JsonOutput.Figures(report))
        {
            var isFraction = !value.TryGetValue<long>(out _) & value.TryGetValue<double>(out var fraction);
            output.WriteLine($"{name,-24}{(isFraction ? fraction.ToString("F4", CultureInfo.InvariantCulture) : value)}");
        }
    }

    private sealed class Shares(IProgressSink sink, int sentences) : IProgress<double>
    {
        public void Report(double value) => sink.Report(value, $"{(int)(value * sentences)} of {sentences} sentences");
    }
}

using System.CommandLine;
using TextVae.Benchmarks;
using TextVae.Cli.Arguments;
using TextVae.Cli.Views;
using TextVae.Corpus;
using TextVae.Generation;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae bench</c>: how fast this machine is, and how much of its limit that is.</summary>
internal static class BenchCommand
{
    public static Command Create() => new("bench", "Measure how fast this machine is.")
    {
        BenchPrepareCommand.Create(), CreateTrain(), CreateEvaluate(), CreateDecode(), BenchGrowthCommand.Create(), BenchSoakCommand.Create(),
        BenchRuntimesCommand.CreateEncode(), BenchRuntimesCommand.CreateOnnx(), BenchNeighborsCommand.Create(),
        BenchServeCommand.Create(), BenchScalingCommand.CreateSum(), BenchScalingCommand.CreateScaling(),
    };

    private static Command CreateTrain()
    {
        var arguments = new BenchArguments("training");
        return arguments.Create("train", "Train for a while and measure tokens a second and the share of the matrix peak.", [], call =>
            TrainingBenchmark.Run(
                call.Recipe.Model, call.Recipe.Objective, call.Recipe.Training, call.Dataset, call.Seconds, call.Progress,
                call.Cancellation));
    }

    private static Command CreateEvaluate()
    {
        var samples = new Option<int>("--iw") { Description = "Samples of the estimate.", DefaultValueFactory = _ => 50, HelpName = "K" };
        var split = SplitOption.Create("The split that is measured", Split.Test);
        var arguments = new BenchArguments("evaluating");
        return arguments.Create("evaluate", "Measure the importance-weighted bound for a while.", [samples, split], call =>
        {
            var options = call.Recipe.Evaluation with { Iw = call.Parse.Positive(samples) };
            return EvaluationBenchmark.Run(
                call.Recipe.Model, options, call.Dataset, call.Parse.GetValue(split), call.Seconds, call.Progress, call.Cancellation);
        });
    }

    private static Command CreateDecode()
    {
        var beam = new Option<int>("--beam") { Description = "Hypotheses of a sentence.", DefaultValueFactory = _ => 16, HelpName = "N" };
        var batch = new Option<int>("--batch") { Description = "Sentences at once.", DefaultValueFactory = _ => 48, HelpName = "N" };
        var length = new Option<int>("--max-length") { Description = "The most words of a sentence.", DefaultValueFactory = _ => 50, HelpName = "N" };
        var arguments = new BenchArguments("decoding");
        return arguments.Create("decode", "Decode with beam search for a while.", [beam, batch, length], call =>
        {
            var options = new DecodingOptions
            {
                Strategy = DecodingStrategy.Beam,
                Beam = call.Parse.GetValue(beam),
                MaximumLength = call.Parse.GetValue(length),
            };
            RecipeException.ThrowIfAny(options.Problems());
            return DecodingBenchmark.Run(
                call.Recipe.Model, call.Dataset.Vocabulary.Count, call.Parse.Positive(batch), options, call.Seconds, call.Progress,
                call.Cancellation);
        });
    }
}

using System.CommandLine;
using TextVae.Cli.Views;
using TextVae.Corpus.Synthetic;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae synth</c>: the synthetic reviews, whose entropy is known.</summary>
internal static class SynthCommand
{
    public static Command Create()
    {
        var folder = new Option<string>("--out") { Description = "The folder to make.", Required = true, HelpName = "DIR" };
        var reviews = new Option<int>("--reviews")
        {
            Description = "How many reviews, of which 90 % are for training.",
            DefaultValueFactory = _ => SyntheticCorpus.DefaultReviews,
            HelpName = "N",
        };
        var seed = new Option<int>("--seed")
        {
            Description = "The seed of all draws.",
            DefaultValueFactory = _ => SyntheticCorpus.DefaultSeed,
            HelpName = "S",
        };
        var json = JsonOutput.CreateOption();
        var command = new Command("synth", "Write synthetic reviews with their exact entropy.") { folder, reviews, seed, json };
        command.SetAction((parse, cancellation) => Task.FromResult(Run(
            parse, parse.GetValue(folder)!, parse.GetValue(reviews), parse.GetValue(seed), parse.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(
        ParseResult parse, string folder, int reviews, int seed, bool json, CancellationToken cancellation)
    {
        var truth = SyntheticCorpus.Write(folder, reviews, seed, cancellation);
        var output = parse.InvocationConfiguration.Output;
        if (json)
        {
            JsonOutput.Write(output, truth);
            return ExitCodes.Done;
        }

        output.WriteLine(FormattableString.Invariant(
            $"{reviews} reviews in {TerminalText.Clean(folder)}. The grammar's entropy is {truth.Entropy:F3} nats a review: no model can do better."));
        foreach (var (name, split) in truth.Splits)
        {
            output.WriteLine(FormattableString.Invariant(
                $"{name,-6}{split.Sentences,8} reviews, −ln p {split.MeanNegativeLogProbability:F3} nats a review"));
        }

        return ExitCodes.Done;
    }
}

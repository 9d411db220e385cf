using System.CommandLine;
using TextVae.Corpus;
using TextVae.Generation;
using TextVae.Runs;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae reconstruct</c>: text to the mean of q(z|x) and back to text (tables 1 and 2 of the paper).</summary>
internal static class ReconstructCommand
{
    private static readonly Argument<string> Folder = new("RUN") { Description = "A run folder, or its model folder." };

    private static readonly Argument<string[]> Texts = new("TEXT")
    {
        Description = "Texts (default: from --input, --split or stdin, one a line).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private static readonly Option<string?> Input = new("--input") { Description = "A file, one text a line.", HelpName = "FILE" };

    private static readonly Option<Split?> FromSplit = Choices.OptionalOption(
        "--split", "Take the first texts of a split of the run's dataset",
        ("train", Split.Train), ("valid", Split.Valid), ("test", Split.Test));

    private static readonly Option<int> Count = new("--count")
    {
        Description = "How many texts of --split.",
        DefaultValueFactory = _ => 10,
        HelpName = "N",
    };

    private static readonly Option<string?> Data = new("--data")
    {
        Description = "The dataset of --split (default: the one of the run).",
        HelpName = "DATASET",
    };

    public static Command Create()
    {
        var json = JsonOutput.CreateLinesOption();
        var command = new Command("reconstruct", "Encode texts and decode them again.")
        {
            Folder, Texts, Input, FromSplit, Count, Data, json,
        };
        var decoding = new DecodingArguments(command, "beam");
        command.SetAction((parse, cancellation) =>
        {
            Run(parse, decoding.Of(parse, RunRecipe.Evaluation(parse.GetValue(Folder)!).Beam), parse.GetValue(json), cancellation);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void Run(ParseResult parse, DecodingOptions options, bool json, CancellationToken cancellation)
    {
        using var model = TrainedModel.Load(parse.GetValue(Folder)!);
        var sentences = Sentences(parse, model).ToArray();
        var output = parse.InvocationConfiguration.Output;
        using var generator = new TextGenerator(model.Model, options);
        var texts = generator.Reconstruct(sentences.Select(sentence => sentence.Words));
        foreach (var (sentence, found) in sentences.Zip(texts))
        {
            cancellation.ThrowIfCancellationRequested();
            var reconstruction = model.TextOf(found.Words);
            if (json)
            {
                JsonOutput.WriteLine(output, new { sentence.Text, Reconstruction = reconstruction, found.LogProbability });
                continue;
            }

            output.WriteLine($"text            {TerminalText.Clean(sentence.Text)}");
            output.WriteLine($"reconstruction  {TerminalText.Clean(reconstruction)}");
            output.WriteLine();
        }
    }

    private static IEnumerable<(string Text, int[] Words)> Sentences(ParseResult parse, TrainedModel model)
    {
        if (parse.GetValue(FromSplit) is not { } split)
        {
            return TextInput.Read(parse.GetValue(Texts) ?? [], parse.GetValue(Input))
                .Select(text => (text, model.WordsOf(text)));
        }

        using var dataset = RunDataset.Open(parse.GetValue(Folder)!, parse.GetValue(Data), model);
        var store = dataset[split];
        return [.. Enumerable.Range(0, Math.Min(parse.GetValue(Count), store.Count)).Select(i =>
        {
            var words = store.Read(i);
            return (model.TextOf(words), words);
        })];
    }
}

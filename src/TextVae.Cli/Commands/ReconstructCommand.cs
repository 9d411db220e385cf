using System.CommandLine;
using TextVae.Corpus;
using TextVae.Generation;
using TextVae.Native;
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

    private static readonly Option<string?> Label = LabelOption.Create(
        "For a model trained with labels: the label of the texts, or with --split the one to write them under instead of their own.");

    private static readonly Option<bool> ShowAttention = new("--show-attention")
    {
        Description = "Print how much each word counts in the vector (a model whose summary is attention).",
    };

    private static readonly Option<ComputeDevice> Device = DeviceOption.Create();

    public static Command Create()
    {
        var json = JsonOutput.CreateLinesOption();
        var command = new Command("reconstruct", "Encode texts and decode them again.")
        {
            Folder, Texts, Input, FromSplit, Count, Data, Label, ShowAttention, Device, json,
        };
        var decoding = new DecodingArguments(command, "beam", hasLists: true);
        command.SetAction((parse, cancellation) =>
        {
            Run(parse, decoding, parse.GetValue(json), cancellation);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void Run(ParseResult parse, DecodingArguments decoding, bool json, CancellationToken cancellation)
    {
        NativeRuntime.Device = parse.GetValue(Device);
        using var model = TrainedModel.Load(parse.GetValue(Folder)!);
        var label = LabelOption.NumberOf(parse.GetValue(Label), model);
        var isLabelled = model.Labels.Count > 0;
        var showsAttention = parse.GetValue(ShowAttention);
        if (showsAttention)
            WordAttention.Of(model.Model, []); // a model without attention is told before anything is decoded
        var options = decoding.Of(parse, RunRecipe.Evaluation(parse.GetValue(Folder)!).Beam, model);
        using var generator = new TextGenerator(model.Model, options with { Label = label });
        // Texts are read as they are asked for, a batch ahead of what is printed: stdin may never end.
        var (read, labels) = (new Queue<SourceText>(), new Queue<int>());
        var words = Sources(parse, model, label, cancellation).Select(source =>
        {
            read.Enqueue(source);
            if (isLabelled)
                labels.Enqueue(source.Label!.Value);
            return source.Words;
        });
        foreach (var texts in generator.Hypotheses(words, isLabelled ? Emptied(labels) : null, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            var source = read.Dequeue();
            var weights = showsAttention
                ? WordAttention.Of(model.Model, [source.Words], isLabelled ? [source.Label!.Value] : null).Single()
                : null;
            var line = ReconstructedText.Of(model, source, texts, weights);
            if (json)
                JsonOutput.WriteLine(parse.InvocationConfiguration.Output, line);
            else
                line.Print(parse.InvocationConfiguration.Output);
        }
    }

    private static IEnumerable<int> Emptied(Queue<int> queue)
    {
        while (true)
            yield return queue.Dequeue();
    }

    private static IEnumerable<SourceText> Sources(
        ParseResult parse, TrainedModel model, int? label, CancellationToken cancellation)
    {
        if (parse.GetValue(FromSplit) is not { } split)
        {
            LabelOption.Require(
                label, model, "This model reads every text together with its label, and only texts of --split come with theirs");
            return TextInput.Read(parse.GetValue(Texts) ?? [], parse.GetValue(Input), cancellation)
                .Select(text => new SourceText(text, model.WordsOf(text), label));
        }

        using var dataset = RunDataset.Open(parse.GetValue(Folder)!, parse.GetValue(Data), model);
        var store = dataset[split];
        return [.. Enumerable.Range(0, Math.Min(parse.GetValue(Count), store.Count)).Select(i =>
        {
            var words = store.Read(i);
            return new SourceText(model.TextOf(words), words, store.Labels.IsEmpty ? null : store.Labels.Span[i]);
        })];
    }
}

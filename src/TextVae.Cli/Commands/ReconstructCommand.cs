using System.CommandLine;
using TextVae.Cli.Arguments;
using TextVae.Cli.Inputs;
using TextVae.Cli.Views;
using TextVae.Generation;
using TextVae.Tables;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae reconstruct</c>: text to the mean of q(z|x) and back to text (tables 1 and 2 of the paper).</summary>
internal static class ReconstructCommand
{
    private static readonly Argument<string> Folder = RunArgument.Create();

    private static readonly Option<string?> Label = LabelOption.Create(
        "For a model trained with labels: the label of the texts, or with --split the one to write them under instead of their own.");

    private static readonly Option<bool> ShowAttention = new("--show-attention")
    {
        Description = "Print how much each word counts in the vector (a model whose summary is attention).",
    };

    private static readonly TableColumn<ReconstructedText>[] Columns =
    [
        TableColumn<ReconstructedText>.OfText("text", line => line.Text),
        TableColumn<ReconstructedText>.OfText("reconstruction", line => line.Reconstruction),
        TableColumn<ReconstructedText>.OfNumber("log_probability", line => line.LogProbability),
    ];

    public static Command Create()
    {
        var command = new Command("reconstruct", "Encode texts and decode them again.") { Folder };
        var texts = new TextArguments(command, Folder, standardCount: 10, keepsIds: true);
        foreach (var option in new Option[] { Label, ShowAttention })
            command.Add(option);
        var machine = new MachineArguments(command, hasPrecision: false);
        var decoding = new DecodingArguments(command, "beam", hasLists: true);
        var output = new ResultArguments(command);
        command.SetAction((parse, cancellation) =>
        {
            texts.Require(parse, output);
            output.Require(parse, Columns);
            machine.Choose(parse);
            using var model = TextVaeModel.Load(parse.GetValue(Folder)!);
            var options = decoding.Of(parse, parse.GetValue(Folder)!, model);
            if (options.Hypotheses > 1)
                output.RequireLists(parse);
            options = options with { Label = LabelOption.NumberOf(parse.GetValue(Label), model) };
            var showsAttention = parse.GetValue(ShowAttention);
            if (showsAttention)
                model.Run(trained => WordAttention.Of(trained.Model, []), cancellation); // refused before anything is decoded
            var items = texts.ReadAsync(parse, model, parse.GetValue(Label), cancellation);
            var lines = Paired.Of(items, read => model.ReconstructEachAsync(read, options, cancellation), cancellation)
                .Select(pair => ReconstructedText.Of(pair.Item, pair.Result, showsAttention ? Weights(model, pair.Item) : null));
            output.Write(parse, texts.WithIds(parse, Columns, line => line.Id), lines, (writer, line) => line.Print(writer), cancellation);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static WordWeight[] Weights(TextVaeModel model, TextItem item) => model.Run(trained =>
    {
        var words = item.Words?.ToArray() ?? trained.WordsOf(item.Text);
        int[]? label = item.Label is null ? null : [trained.LabelOf(item.Label)];
        var weights = WordAttention.Of(trained.Model, [words], label).Single();
        return words.Append(Corpus.Vocabulary.End).Zip(weights, (word, weight) => new WordWeight(trained.Vocabulary[word], weight)).ToArray();
    });
}

using System.CommandLine;
using System.Text.Json.Serialization;
using TextVae.Cli.Arguments;
using TextVae.Cli.Inputs;
using TextVae.Cli.Views;
using TextVae.Tables;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae transfer</c>: texts of one label written as texts of another.</summary>
internal static class TransferCommand
{
    private static readonly Argument<string> Folder = RunArgument.Create();

    private static readonly Option<double> Strength = new("--strength")
    {
        Description = "How far to go: 0 reconstructs, 1 goes from the mean of one label to that of the other.",
        DefaultValueFactory = _ => 1,
        HelpName = "S",
    };

    private static readonly TableColumn<TransferredText>[] Columns =
    [
        TableColumn<TransferredText>.OfText("text", line => line.Text),
        TableColumn<TransferredText>.OfText("transferred", line => line.Transferred),
        TableColumn<TransferredText>.OfNumber("log_probability", line => line.LogProbability),
    ];

    public static Command Create()
    {
        var command = new Command("transfer", "Write texts of one label as texts of another.") { Folder };
        var attribute = new AttributeArguments(command);
        command.Add(Strength);
        var texts = new TextArguments(command, Folder, standardCount: 10, usesData: true, keepsIds: true);
        var machine = new MachineArguments(command, hasPrecision: false);
        var decoding = new DecodingArguments(command, "beam", hasLists: true);
        var output = new ResultArguments(command);
        command.SetAction((parse, cancellation) =>
        {
            var (folder, strength) = (parse.GetValue(Folder)!, parse.GetValue(Strength));
            if (!double.IsFinite(strength))
                throw new RecipeException("--strength has to be a finite number. Give one such as 1 or 1.5.");
            attribute.Require(parse);
            texts.Require(parse, output);
            output.Require(parse, Columns);
            machine.Choose(parse);
            using var model = TextVaeModel.Load(folder);
            VectorArguments.Require(model, "transfer");
            var options = decoding.Of(parse, folder, model);
            if (options.Hypotheses > 1)
                output.RequireLists(parse);
            Func<IAsyncEnumerable<TextItem>, IAsyncEnumerable<DecodedText>> transfer;
            string from;
            if (model.Description.Labels.Count > 0)
            {
                (from, var to) = attribute.LabelsOf(parse, model, parse.GetResult(Strength) is { Implicit: false });
                var under = options with { Label = LabelOption.NumberOf(to, model) };
                transfer = read => model.ReconstructEachAsync(read, under, cancellation);
            }
            else
            {
                var vector = attribute.VectorOf(parse, folder, texts.DataOf(parse), model, cancellation);
                from = vector.From;
                transfer = read => model.TransferEachAsync(read, vector, strength, options, cancellation);
            }

            var label = model.Description.Labels.Count > 0 ? from : null;
            var items = texts.ReadLabelledAsync(parse, model, label, only: from, cancellation).Select(text => text.Item);
            var lines = Paired.Of(items, transfer, cancellation).Select(pair => TransferredText.Of(pair.Item, pair.Result));
            output.Write(parse, texts.WithIds(parse, Columns, line => line.Id), lines, (writer, line) => line.Print(writer), cancellation);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    /// <summary>What <c>transfer</c> says of a text.</summary>
    private sealed record TransferredText(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
        string Text, string Transferred, double LogProbability,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FoundText>? Hypotheses)
    {
        public static TransferredText Of(TextItem item, DecodedText found) =>
            new(item.Id, item.Text, found.Text, found.LogProbability, DecodedResult.HypothesesOf(found));

        /// <summary>Prints it with an empty line after it.</summary>
        public void Print(TextWriter output)
        {
            output.WriteLine($"text         {TerminalText.For(output, Text)}");
            output.WriteLine($"transferred  {TerminalText.For(output, Transferred)}");
            foreach (var (place, text) in (Hypotheses ?? []).Index().Skip(1))
                output.WriteLine($"{$"hypothesis {place + 1}",-13}{TerminalText.For(output, text.Text)}");
            output.WriteLine();
        }
    }
}

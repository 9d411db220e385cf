using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using TextVae.Cli.Arguments;
using TextVae.Cli.Inputs;
using TextVae.Tables;
using TextVae.Vectors;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae deduplicate</c>: texts without those that are nearly the same as one before.</summary>
internal static class DeduplicateCommand
{
    private static readonly Argument<string> Folder = RunArgument.Create();

    private static readonly Option<double> Threshold = new("--threshold")
    {
        Description = "The least cosine of two vectors that makes the second text a duplicate, above 0 and at most 1.",
        DefaultValueFactory = _ => 0.98,
        HelpName = "C",
    };

    private static readonly Option<bool> Groups = new("--groups")
    {
        Description = "Print the texts that have duplicates, each with these, instead of the texts that are kept.",
    };

    private static readonly Option<string?> Label = LabelOption.Create("For a model trained with labels: the label of the texts.");

    private static readonly TableColumn<KeptText>[] KeptColumns =
    [
        TableColumn<KeptText>.OfText("text", kept => kept.Text),
        TableColumn<KeptText>.OfText("label", kept => kept.Label),
        TableColumn<KeptText>.OfNumber("index", kept => kept.Index),
        TableColumn<KeptText>.OfNumber("duplicates", kept => kept.Duplicates),
    ];

    private static readonly TableColumn<GroupedText>[] GroupColumns =
    [
        TableColumn<GroupedText>.OfText("text", text => text.Text),
        TableColumn<GroupedText>.OfText("label", text => text.Label),
        TableColumn<GroupedText>.OfNumber("index", text => text.Index),
        TableColumn<GroupedText>.OfNumber("original", text => text.Original),
        TableColumn<GroupedText>.OfNumber("similarity", text => text.Similarity),
    ];

    public static Command Create()
    {
        var command = new Command("deduplicate", "Leave out texts that are nearly the same as one before, by their vectors.")
        {
            Folder, Threshold, Groups,
        };
        var texts = new TextArguments(command, Folder, standardCount: null, readsLabels: true, keepsIds: true);
        command.Add(Label);
        var machine = new MachineArguments(command, hasPrecision: false);
        var output = new ResultArguments(command);
        command.SetAction((parse, cancellation) =>
        {
            if (parse.GetValue(Threshold) is not (> 0 and <= 1))
                throw new RecipeException("--threshold is the cosine of two vectors; it has to be above 0 and at most 1.");
            texts.Require(parse, output);
            if (parse.GetValue(Groups))
                output.Require(parse, GroupColumns);
            else
                output.Require(parse, KeptColumns);
            machine.Choose(parse);
            using var model = TextVaeModel.Load(parse.GetValue(Folder)!);
            VectorArguments.Require(model, "find duplicates");
            LabelOption.NumberOf(parse.GetValue(Label), model);
            using var encoded = texts.Encode(parse, model, parse.GetValue(Label), cancellation);
            var found = NearDuplicates.Of(encoded.Vectors, parse.GetValue(Threshold), cancellation);
            if (parse.GetValue(Groups))
                output.Write(parse, texts.WithIds(parse, GroupColumns, row => row.Id), Grouped(encoded, found).ToAsyncEnumerable(), Print, cancellation);
            else
                output.Write(parse, texts.WithIds(parse, KeptColumns, row => row.Id), Kept(encoded, found).ToAsyncEnumerable(), Print, cancellation);
            parse.InvocationConfiguration.Error.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"kept {found.Kept} of {encoded.Texts.Count} texts; {encoded.Texts.Count - found.Kept} are duplicates of one before"));
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static IEnumerable<KeptText> Kept(EncodedTexts encoded, NearDuplicates found)
    {
        var sizes = found.Original.CountBy(original => original).ToDictionary();
        return Enumerable.Range(0, encoded.Texts.Count).Where(row => found.Original[row] == row)
            .Select(row => new KeptText(encoded.Texts[row].Item.Id, encoded.Texts[row].Item.Text, encoded.Texts[row].Label, row, sizes[row] - 1));
    }

    private static IEnumerable<GroupedText> Grouped(EncodedTexts encoded, NearDuplicates found) => found.Original.Index()
        .GroupBy(row => row.Item, row => row.Index)
        .Where(group => group.Count() > 1)
        .SelectMany(group => group.Select(row => new GroupedText(
            encoded.Texts[row].Item.Id, encoded.Texts[row].Item.Text, encoded.Texts[row].Label, row, group.Key, found.Similarity[row])));

    private static void Print(TextWriter output, KeptText kept) => output.WriteLine(TerminalText.For(output, kept.Text));

    private static void Print(TextWriter output, GroupedText text) => output.WriteLine(
        text.Index == text.Original
            ? TerminalText.For(output, text.Text)
            : string.Create(CultureInfo.InvariantCulture, $"  {text.Similarity:F4}  {TerminalText.For(output, text.Text)}"));

    /// <summary>A text that is kept, and how many are left out for it.</summary>
    private sealed record KeptText(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id, string Text,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label, int Index, int Duplicates);

    /// <summary>A text of a group, and the one that is kept for it.</summary>
    private sealed record GroupedText(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id, string Text,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label, int Index, int Original, double Similarity);
}

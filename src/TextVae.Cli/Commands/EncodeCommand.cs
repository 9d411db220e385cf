using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using TextVae.Cli.Arguments;
using TextVae.Cli.Inputs;
using TextVae.Tables;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae encode</c>: texts to vectors.</summary>
internal static class EncodeCommand
{
    private static readonly Argument<string> Folder = RunArgument.Create();

    private static readonly Option<bool> LogVariance = new("--log-variance")
    {
        Description = "Give the logarithm of the variance of q(z|x) too, a number a dimension (not in text and .npy).",
    };

    private static readonly Option<bool> Sample = new("--sample") { Description = "Draw each vector from q(z|x) instead of taking its mean." };

    private static readonly Option<long> Seed = new("--seed")
    {
        Description = "The seed of --sample; the draw of a text depends on it and on the text's place.",
        DefaultValueFactory = _ => 1,
        HelpName = "S",
    };

    private static readonly Option<string?> Label = LabelOption.Create(
        "For a model trained with labels: the label of the texts; with --split, instead of their own.");

    public static Command Create()
    {
        var command = new Command("encode", "Turn texts into vectors, the means of q(z|x).") { Folder };
        var texts = new TextArguments(command, Folder, standardCount: null, keepsIds: true);
        foreach (var option in new Option[] { LogVariance, Sample, Seed, Label })
            command.Add(option);
        var machine = new MachineArguments(command, hasPrecision: false);
        var output = new ResultArguments(command);
        command.SetAction((parse, cancellation) =>
        {
            var ranks = RankedConfiguration.RanksOf(parse);
            Exclusive.RequireWith(parse, Seed, Sample, "is the seed of draws, and the mean of q(z|x) needs none");
            texts.Require(parse, output);
            if (ranks.AreMany)
                texts.RequireNoPipe(parse);
            if (ranks.IsFirst)
                output.Require(parse);
            machine.Choose(parse);
            using var model = TextVaeModel.Load(parse.GetValue(Folder)!);
            var label = parse.GetValue(Label);
            LabelOption.NumberOf(label, model); // a label that there is not is told before anything is read
            var items = texts.ReadAsync(parse, model, label, cancellation).Select(item => label is null ? item : item with { Label = label });
            var encoded = SharedPosteriors.Of(items, model, ranks, cancellation)
                .Select((pair, place) => EncodedText.Of(parse, pair.Item, pair.Posterior, place));
            if (ranks.IsFirst)
                output.Write(parse, texts.WithIds(parse, Columns(parse, model), row => row.Id), encoded, Print, cancellation);
            else
                _ = encoded.ToBlockingEnumerable(cancellation).Count();
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static List<TableColumn<EncodedText>> Columns(ParseResult parse, TextVaeModel model)
    {
        var size = model.Description.LatentSize;
        List<TableColumn<EncodedText>> columns = [TableColumn<EncodedText>.OfText("text", encoded => encoded.Text)];
        if (model.Description.Labels.Count > 0)
            columns.Add(TableColumn<EncodedText>.OfText("label", encoded => encoded.Label));
        columns.Add(TableColumn<EncodedText>.OfVector("vector", size, encoded => encoded.Vector));
        if (parse.GetValue(LogVariance))
            columns.Add(TableColumn<EncodedText>.OfVector("log_variance", size, encoded => encoded.LogVariance!));
        return columns;
    }

    private static void Print(TextWriter output, EncodedText encoded) =>
        output.WriteLine(string.Join(' ', encoded.Vector.Select(number => number.ToString("R", CultureInfo.InvariantCulture))));

    /// <summary>What <c>encode</c> says of a text.</summary>
    private sealed record EncodedText(
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
        string Text,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label,
        float[] Vector,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float[]? LogVariance)
    {
        public static EncodedText Of(ParseResult parse, TextItem item, TextPosterior posterior, int place) => new(
            item.Id,
            item.Text,
            item.Label,
            // The noise of an evaluation's first sample, for a text at the same place.
            parse.GetValue(Sample) ? posterior.Sample(new RandomStream(parse.GetValue(Seed), place, 0)) : posterior.Mean,
            parse.GetValue(EncodeCommand.LogVariance) ? posterior.LogVariance : null);
    }
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json.Serialization;
using TextVae.Cli.Arguments;
using TextVae.Cli.Inputs;
using TextVae.Tables;
using TextVae.Vectors;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae neighbors</c>: the texts whose vectors are closest.</summary>
internal static class NeighborsCommand
{
    // So many queries look at a block of vectors while it is in cache.
    private const int QueriesAtOnce = 64;

    private static readonly Argument<string> Folder = RunArgument.Create();

    private static readonly Option<int> Top = new("--top")
    {
        Description = "How many neighbors of each text.",
        DefaultValueFactory = _ => 10,
        HelpName = "K",
    };

    private static readonly Option<VectorMeasure> Measure = Choices.Option(
        "--measure", "What close is", "cosine",
        ("cosine", VectorMeasure.Cosine), ("euclidean", VectorMeasure.Euclidean), ("inner-product", VectorMeasure.InnerProduct));

    private static readonly Option<string?> Label = LabelOption.Create("For a model trained with labels: the label of the texts.");

    public static Command Create()
    {
        var command = new Command("neighbors", "Find the texts that are closest to others by their vectors.") { Folder, Top, Measure };
        var vectors = new VectorArguments(command);
        var texts = new TextArguments(command, Folder, standardCount: null, usesData: true);
        command.Add(Label);
        var machine = new MachineArguments(command, hasPrecision: false);
        var output = new ResultArguments(command);
        command.SetAction((parse, cancellation) =>
        {
            var (top, label) = (parse.GetValue(Top), parse.GetValue(Label));
            if (top is < 1 or > 1_000_000)
                throw new RecipeException($"--top is {top}; it has to be between 1 and 1000000 neighbors.");
            texts.Require(parse);
            output.Require(parse, Columns(hasTexts: true));
            machine.Choose(parse);
            using var model = TextVaeModel.Load(parse.GetValue(Folder)!);
            LabelOption.NumberOf(label, model);
            VectorArguments.Require(model, "find neighbors");
            using var known = vectors.Open(parse, parse.GetValue(Folder)!, texts.DataOf(parse), model, cancellation);
            var items = texts.ReadAsync(parse, model, label, cancellation);
            var queries = Paired.Of(items, read => model.PosteriorsEachAsync(read, cancellation), cancellation)
                .Select(pair => (pair.Item.Text, pair.Result.Mean));
            var found = Gathered.Of(queries, QueriesAtOnce, cancellation)
                .SelectMany(several => Find(known, several, top, parse.GetValue(Measure), cancellation));
            output.Write(parse, Columns(known.Texts is not null), found, Print, cancellation);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static IEnumerable<NeighborText> Find(
        KnownVectors known, List<(string Text, float[] Vector)> queries, int top, VectorMeasure measure, CancellationToken cancellation) =>
        NeighborSearch.Find(known.Vectors, queries.ConvertAll(query => query.Vector), top, measure, cancellation)
            .Zip(queries, (found, query) => found.Select((neighbor, place) => new NeighborText(
                query.Text, place + 1, neighbor.Index, neighbor.Score, known.Texts?[(int)neighbor.Index])))
            .SelectMany(found => found);

    private static List<TableColumn<NeighborText>> Columns(bool hasTexts)
    {
        List<TableColumn<NeighborText>> columns =
        [
            TableColumn<NeighborText>.OfText("text", found => found.Text),
            TableColumn<NeighborText>.OfNumber("rank", found => found.Rank),
            TableColumn<NeighborText>.OfNumber("index", found => found.Index),
            TableColumn<NeighborText>.OfNumber("score", found => found.Score),
        ];
        if (hasTexts)
            columns.Add(TableColumn<NeighborText>.OfText("neighbor", found => found.Neighbor));
        return columns;
    }

    private static void Print(TextWriter output, NeighborText found)
    {
        if (found.Rank == 1)
            output.WriteLine(TerminalText.For(output, found.Text));
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {found.Score,8:F4}  {(found.Neighbor is null ? $"vector {found.Index}" : TerminalText.For(output, found.Neighbor))}"));
    }

    /// <summary>What <c>neighbors</c> says of a neighbor of a text.</summary>
    private sealed record NeighborText(
        string Text, int Rank, long Index, double Score,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Neighbor);
}

using System.Globalization;
using System.Text.Json.Serialization;
using TextVae.Cli.Inputs;
using TextVae.Tables;
using TextVae.Vectors;

namespace TextVae.Cli.Work;

/// <summary>What <c>cluster</c> says of a cluster.</summary>
/// <param name="Cluster">Its number, from 1; the largest of k-means first.</param>
/// <param name="Size">Its texts.</param>
/// <param name="Share">The share of all texts.</param>
/// <param name="Labels">The share of each label among its labelled texts, the most frequent first; null where no text has one.</param>
/// <param name="Typical">The texts nearest to its center, no text twice.</param>
/// <param name="SumOfSquares">Of k-means: the squared distances of all texts to their centers.</param>
/// <param name="LogLikelihood">Of a mixture: ln p of all vectors.</param>
/// <param name="Bic">Of a mixture: the lower, the better a number of clusters is.</param>
internal sealed record ClusterRow(
    int Cluster, int Size, double Share,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<LabelShare>? Labels,
    IReadOnlyList<string> Typical,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? SumOfSquares,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? LogLikelihood,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Bic);

/// <summary>How many of the labelled texts of a cluster have a label.</summary>
internal sealed record LabelShare(string Label, double Share);

/// <summary>What <c>cluster --assignments</c> says of a text.</summary>
/// <param name="Id">What it is called where it comes from.</param>
/// <param name="Text">The text.</param>
/// <param name="Label">The label that it has where it comes from.</param>
/// <param name="Cluster">The number of its cluster, from 1.</param>
/// <param name="Distance">How far its vector is from the center.</param>
internal sealed record ClusteredText(
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Id,
    string Text, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label, int Cluster, double Distance);

/// <summary>Texts in clusters.</summary>
internal sealed class ClusteredTexts(EncodedTexts encoded, Clustering found, double? bic)
{
    public static readonly TableColumn<ClusteredText>[] TextColumns =
    [
        TableColumn<ClusteredText>.OfText("text", text => text.Text),
        TableColumn<ClusteredText>.OfText("label", text => text.Label),
        TableColumn<ClusteredText>.OfNumber("cluster", text => text.Cluster),
        TableColumn<ClusteredText>.OfNumber("distance", text => text.Distance),
    ];

    private readonly ClusteredText[] _texts =
    [
        .. encoded.Texts.Select((text, row) => new ClusteredText(
            text.Item.Id, text.Item.Text, text.Label, found.Cluster[row] + 1, Distance(encoded.Vectors[row], found.Centers[found.Cluster[row]]))),
    ];

    public TableColumn<ClusterRow>[] Columns =>
    [
        TableColumn<ClusterRow>.OfNumber("cluster", row => row.Cluster),
        TableColumn<ClusterRow>.OfNumber("size", row => row.Size),
        TableColumn<ClusterRow>.OfNumber("share", row => row.Share),
        .. bic is null
            ? [TableColumn<ClusterRow>.OfNumber("sum_of_squares", row => row.SumOfSquares!.Value)]
            : new[]
            {
                TableColumn<ClusterRow>.OfNumber("log_likelihood", row => row.LogLikelihood!.Value),
                TableColumn<ClusterRow>.OfNumber("bic", row => row.Bic!.Value),
            },
        TableColumn<ClusterRow>.OfText("typical", row => string.Join(" | ", row.Typical)),
    ];

    public IEnumerable<ClusteredText> Texts() => _texts;

    /// <summary>Each cluster with its most typical texts.</summary>
    public IEnumerable<ClusterRow> Clusters(int typical)
    {
        var of = _texts.ToLookup(text => text.Cluster);
        return Enumerable.Range(1, found.Centers.Length).Select(cluster => new ClusterRow(
            cluster, of[cluster].Count(), of[cluster].Count() / (double)_texts.Length, LabelsOf([.. of[cluster]]),
            [.. of[cluster].OrderBy(text => text.Distance).Select(text => text.Text).Distinct().Take(typical)],
            bic is null ? found.Objective[^1] : null, bic is null ? null : found.Objective[^1], bic));
    }

    public static void Print(TextWriter output, ClusteredText text) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{text.Cluster,4}  {text.Distance,7:F3}  {TerminalText.For(output, text.Text)}"));

    public static void Print(TextWriter output, ClusterRow row)
    {
        if (row.Cluster == 1)
        {
            output.WriteLine(row.Bic is { } bic
                ? string.Create(CultureInfo.InvariantCulture, $"ln p {row.LogLikelihood:F1}, BIC {bic:F1}")
                : string.Create(CultureInfo.InvariantCulture, $"sum of squared distances {row.SumOfSquares:F1}"));
        }

        var labels = row.Labels is null ? "" : $": {string.Join(", ", row.Labels.Take(5).Select(label => Shown(output, label)))}";
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\ncluster {row.Cluster}, {row.Size} texts, {row.Share:P0}{labels}"));
        foreach (var text in row.Typical)
            output.WriteLine($"  {TerminalText.For(output, text)}");
    }

    private static string Shown(TextWriter output, LabelShare label) =>
        string.Create(CultureInfo.InvariantCulture, $"{TerminalText.For(output, label.Label)} {label.Share:P0}");

    private LabelShare[]? LabelsOf(ClusteredText[] texts)
    {
        if (!_texts.Any(text => text.Label is not null))
            return null;
        var labelled = texts.Where(text => text.Label is not null).ToArray();
        return
        [
            .. labelled.CountBy(text => text.Label!)
                .OrderByDescending(count => count.Value).ThenBy(count => count.Key, StringComparer.Ordinal)
                .Select(count => new LabelShare(count.Key, count.Value / (double)labelled.Length)),
        ];
    }

    private static double Distance(ReadOnlySpan<float> vector, double[] center)
    {
        var sum = 0.0;
        for (var i = 0; i < center.Length; i++)
            sum += (vector[i] - center[i]) * (vector[i] - center[i]);
        return Math.Sqrt(sum);
    }
}

using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace TextVae.Sweeps;

/// <summary>Rows of results as JSON objects, their figures beside their other members.</summary>
internal static class RowJson
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static string Text(JsonNode document) => document.ToJsonString(Indented) + "\n";

    public static JsonObject Of(SummaryRow row)
    {
        var json = new JsonObject
        {
            ["name"] = row.Name,
            ["seeds"] = new JsonArray([.. row.Seeds.Select(seed => JsonValue.Create(seed))]),
            ["command"] = row.Command,
            ["commit"] = row.Commits.Count == 0 ? null : string.Join(' ', row.Commits),
        };
        if (row.ExperimentHash is not null)
            json["experiment_hash"] = row.ExperimentHash;
        Add(json, row.Figures);
        // Of one seed the row itself has all.
        if (row.Runs.Count > 1)
            json["runs"] = new JsonArray([.. row.Runs.Select(Of)]);
        return json;
    }

    private static JsonObject Of(SeedResult run)
    {
        var json = new JsonObject { ["seed"] = run.Seed, ["commit"] = run.Commit };
        Add(json, run.Figures);
        return json;
    }

    /// <summary>Adds figures; JSON has no number that is not finite, so such a one is null.</summary>
    public static void Add(JsonObject row, IReadOnlyDictionary<string, double> figures)
    {
        foreach (var (name, value) in figures)
            row[name] = double.IsFinite(value) ? value : null;
    }

    /// <summary>Reads a row; a member that is no number and none of the others is left aside.</summary>
    /// <returns>Null where the object is no row: it has no name.</returns>
    public static SummaryRow? Read(JsonObject json)
    {
        if (TextOf(json, "name") is not { } name)
            return null;
        var figures = FiguresOf(json);
        IReadOnlyList<long> seeds = json["seeds"] is JsonArray list ? [.. list.Select(WholeOf).OfType<long>()] : [];
        var commit = TextOf(json, "commit");
        return new SummaryRow
        {
            Name = name,
            Seeds = seeds,
            Command = TextOf(json, "command") ?? "",
            Commits = commit?.Split(' ') ?? [],
            Figures = figures,
            ExperimentHash = TextOf(json, "experiment_hash"),
            Runs = json["runs"] is JsonArray runs
                ? [.. runs.OfType<JsonObject>().Select(RunOf).OfType<SeedResult>()]
                : seeds is [var only] ? [new SeedResult(only, commit, figures)] : [],
        };
    }

    private static SeedResult? RunOf(JsonObject json)
    {
        if (WholeOf(json["seed"]) is not { } seed)
            return null;
        var figures = FiguresOf(json);
        figures.Remove("seed");
        return new SeedResult(seed, TextOf(json, "commit"), figures);
    }

    private static OrderedDictionary<string, double> FiguresOf(JsonObject json)
    {
        var figures = new OrderedDictionary<string, double>();
        foreach (var (key, value) in json)
        {
            if (value is JsonValue number && number.TryGetValue<double>(out var figure))
                figures[key] = figure;
        }

        return figures;
    }

    private static long? WholeOf(JsonNode? node) => node is JsonValue value && value.TryGetValue<long>(out var whole) ? whole : null;

    private static string? TextOf(JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

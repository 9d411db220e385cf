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
        Add(json, row.Figures);
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
        var figures = new OrderedDictionary<string, double>();
        foreach (var (key, value) in json)
        {
            if (value is JsonValue number && number.TryGetValue<double>(out var figure))
                figures[key] = figure;
        }

        return new SummaryRow
        {
            Name = name,
            Seeds = json["seeds"] is JsonArray seeds
                ? [.. seeds.OfType<JsonValue>().Where(seed => seed.TryGetValue<long>(out _)).Select(seed => seed.GetValue<long>())]
                : [],
            Command = TextOf(json, "command") ?? "",
            Commits = TextOf(json, "commit")?.Split(' ') ?? [],
            Figures = figures,
        };
    }

    private static string? TextOf(JsonObject json, string key) =>
        json[key] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}

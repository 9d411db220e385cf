using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;

namespace TextVae.Reproduction;

/// <summary>`results.json`: a flat row for every system and seed, and what was found of each claim.</summary>
internal static class ResultsFile
{
    // Names such as λ stay readable; the document is a file of its own and never part of a page.
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.Create(UnicodeRanges.All),
    };

    public static void Write(
        string path, ReproductionOptions options, ReproductionInfo info, IReadOnlyList<SystemResult> results)
    {
        var document = new JsonObject
        {
            ["format"] = 1,
            ["command"] = ReproductionCommand.Of(options, info),
            ["dataset_hash"] = info.DatasetHash,
            ["split"] = "test",
            ["scale"] = info.Scale,
            ["precision"] = ChoiceName.Of(info.Precision),
            ["results"] = new JsonArray([.. results.Select(Row)]),
            ["claims"] = new JsonArray([.. PaperClaims.Judge(results).Select(Row)]),
        };
        AtomicFile.WriteText(path, document.ToJsonString(Indented) + "\n");
    }

    private static JsonObject Row(SystemResult result)
    {
        var row = new JsonObject
        {
            ["system"] = result.System,
            ["seed"] = result.Seed,
            ["steps"] = result.Steps,
            ["best_step"] = result.BestStep,
        };
        var whole = JsonSerializer.SerializeToNode(result, ReproductionJson.Default.SystemResult)!;
        foreach (var (name, value) in whole["figures"]!.AsObject())
            row[name] = value?.DeepClone();
        if (result.Phrases is { } phrases)
        {
            row["phrase_texts"] = phrases.Texts;
            row["phrase_reuse"] = phrases.Reuse;
            row["phrase_reuse_inputs"] = phrases.InputsReuse;
            row["distinct_2"] = phrases.Distinct2;
            row["distinct_2_inputs"] = phrases.InputsDistinct2;
        }

        return row;
    }

    private static JsonObject Row(Finding finding) => new()
    {
        ["claim"] = finding.Claim,
        ["where"] = finding.Where,
        ["verdict"] = NameOf(finding.Verdict),
        ["evidence"] = new JsonArray([.. finding.Evidence.Select(Row)]),
    };

    private static JsonObject Row(Evidence evidence) => new()
    {
        ["comparison"] = evidence.Comparison,
        ["difference"] = evidence.Difference,
        ["half_width"] = evidence.HalfWidth,
        ["claimed"] = evidence.Claimed,
        ["verdict"] = NameOf(evidence.Verdict),
    };

    private static string NameOf(Verdict verdict) => JsonNamingPolicy.SnakeCaseLower.ConvertName(verdict.ToString());
}

using System.Text.Json.Nodes;

namespace TextVae.Sweeps;

/// <summary>`results.json` of a sweep: a flat row for every run, and one for each recipe with the means over its seeds.</summary>
internal static class SweepResultsFile
{
    public static void Write(
        string path, Sweep sweep, SweepInfo info, IReadOnlyList<RunResult> results, IReadOnlyList<SummaryRow> rows)
    {
        var document = new JsonObject
        {
            ["format"] = 1,
            ["command"] = SweepCommand.Of(sweep, info),
            ["dataset_hash"] = info.DatasetHash,
            ["split"] = ChoiceName.Of(sweep.Evaluate.Split),
            ["precision"] = ChoiceName.Of(info.Precision),
            ["runs"] = new JsonArray([.. results.Select(Row)]),
            ["summary"] = new JsonArray([.. rows.Select(RowJson.Of)]),
        };
        AtomicFile.WriteText(path, RowJson.Text(document));
    }

    private static JsonObject Row(RunResult result)
    {
        var row = new JsonObject
        {
            ["run"] = result.Run,
            ["seed"] = result.Seed,
            ["measured"] = result.Measured,
            ["commit"] = result.Commit,
        };
        RowJson.Add(row, result.Figures);
        return row;
    }
}

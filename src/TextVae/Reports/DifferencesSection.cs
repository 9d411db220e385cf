namespace TextVae.Reports;

/// <summary>How the other runs differ from the first, with what the data can say of that.</summary>
internal static class DifferencesSection
{
    public static string Write(IReadOnlyList<RunReport> runs)
    {
        var comparisons = RunComparison.Of(runs);
        if (comparisons.Count == 0)
            return "";
        var first = Html.Text(runs[0].Name);
        return $"<section id=\"differences\"><h2>Differences</h2>\n<p>Each run less <b>{first}</b>, sentence by sentence on the same texts: what makes a text hard for both "
            + "cancels. Where the interval leaves out 0, in bold, the difference is more than the chance of the texts; another seed is another chance.</p>\n"
            + string.Concat(comparisons.Select(Table)) + "</section>\n";
    }

    private static string Table(RunComparison comparison)
    {
        var rows = comparison.Differences.Select(row => (
            $"<code>{Html.Escape(row.Figure)}</code>",
            (IEnumerable<string>)
            [
                Numbers.Text(row.Value), Numbers.Text(row.Against),
                row is { Low: { } low, High: { } high } && (low > 0 || high < 0) ? $"<b>{Numbers.Signed(row.Difference)}</b>" : Numbers.Signed(row.Difference),
                Numbers.Text(row.StandardError), row is { Low: { } from, High: { } to } ? $"{Numbers.Signed(from)} to {Numbers.Signed(to)}" : Numbers.None,
            ]));
        var table = Html.Table(
            $"{comparison.Run.Name} less {comparison.Against.Name}",
            ["figure", comparison.Run.Name, comparison.Against.Name, "difference", "± error", "95 % interval"], rows);
        return $"<div class=\"numbers\">{table}</div>";
    }
}

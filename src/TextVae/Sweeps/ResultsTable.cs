using System.Globalization;
using System.Text;

namespace TextVae.Sweeps;

/// <summary>Rows of results as a table: the figures that compare models, seeds, time and commit.</summary>
/// <param name="Heads">The heads of its columns.</param>
/// <param name="Rows">The cells of its rows.</param>
public sealed record ResultsTable(IReadOnlyList<string> Heads, IReadOnlyList<IReadOnlyList<string>> Rows)
{
    private const string None = "–";
    private const int HashShown = 9;

    private static readonly string[] Compared =
    [
        "nll_bound", "nll_iw", "perplexity", "perplexity_iw", "kl", "mutual_information", "active_units", "reconstruction_bleu",
        "label_agreement", "label_agreement_real", "probe_label", "probe_label_bag_of_words",
    ];

    /// <summary>The table of some rows, with the figures that at least one of them has.</summary>
    /// <param name="rows">The rows.</param>
    public static ResultsTable Of(IReadOnlyList<SummaryRow> rows)
    {
        var figures = Compared.Where(name => rows.Any(row => row.Figures.ContainsKey(name))).ToArray();
        return new ResultsTable(
            ["name", .. figures, "seeds", "steps", "minutes", "commit"],
            [.. rows.Select(row => (IReadOnlyList<string>)
            [
                row.Name, .. figures.Select(name => Cell(row, name)), string.Join(' ', row.Seeds), Plain(row, "steps", 1, "#,0"), Minutes(row),
                row.Commits.Count == 0 ? None : string.Join(' ', row.Commits.Select(hash => hash[..Math.Min(HashShown, hash.Length)])),
            ])]);
    }

    /// <summary>The table in Markdown.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder($"| {string.Join(" | ", Heads)} |\n|{string.Concat(Heads.Select(_ => "---|"))}\n");
        foreach (var row in Rows)
            text.Append($"| {string.Join(" | ", row.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n");
        return text.ToString();
    }

    /// <summary>The table in columns, for a screen.</summary>
    public string ToText()
    {
        int[] widths = [.. Heads.Select((head, column) => Rows.Select(row => row[column].Length).Append(head.Length).Max())];
        // Names read from their beginning, numbers from their end.
        string Line(IReadOnlyList<string> cells) => string.Join(
            "  ", cells.Select((cell, column) => column == 0 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd();
        return string.Concat(Rows.Prepend(Heads).Select(row => $"{Line(row)}\n"));
    }

    private static string Cell(SummaryRow row, string name)
    {
        if (!row.Figures.TryGetValue(name, out var value))
            return None;
        // Shares and small rates need a digit more than nats, counts fewer.
        var digits = name == "active_units" ? 1 : Math.Abs(value) < 2 ? 3 : 2;
        // Zero is added so that what rounds to it has no sign.
        string Shown(double number) => (Math.Round(number, digits) + 0.0).ToString($"F{digits}", CultureInfo.InvariantCulture);
        return row.Figures.TryGetValue($"{name}_deviation", out var deviation) ? $"{Shown(value)} ± {Shown(deviation)}" : Shown(value);
    }

    // Of its own training and of those that it began with.
    private static string Minutes(SummaryRow row) => row.Figures.TryGetValue("seconds", out var seconds)
        ? ((seconds + row.Figures.GetValueOrDefault("seconds_before")) / 60).ToString("#,0.0", CultureInfo.InvariantCulture)
        : None;

    private static string Plain(SummaryRow row, string name, double unit, string format) =>
        row.Figures.TryGetValue(name, out var value) ? (value / unit).ToString(format, CultureInfo.InvariantCulture) : None;
}

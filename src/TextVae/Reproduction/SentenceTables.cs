using System.Text;

namespace TextVae.Reproduction;

/// <summary>`tables.md`: tables 1 and 2 of the paper, true sentences beside what a beam makes of their vectors.</summary>
internal static class SentenceTables
{
    public static void Write(string path, IReadOnlyList<SystemResult> results)
    {
        var text = new StringBuilder();
        text.Append("# True sentences and what comes back\n\nThe posterior mean of each test text, decoded by beam search (§6.4). ")
            .Append("Chosen by length alone. From the first seed.\n");
        Add(text, "Table 1: KL annealing", results.FirstOrDefault(result => result.System == PaperSystem.KlAnnealing));
        Add(text, "Table 2: mutual information with λ = 10", results.FirstOrDefault(result => result.System == PaperSystem.Information10));
        AtomicFile.WriteText(path, text.ToString());
    }

    private static void Add(StringBuilder text, string title, SystemResult? result)
    {
        text.Append("\n## ").Append(title).Append("\n\n");
        if (result is null)
        {
            text.Append("Not run yet.\n");
            return;
        }

        text.Append("| true sentence | generated sentence |\n|---|---|\n");
        foreach (var pair in result.Pairs)
            text.Append("| ").Append(Cell(pair.Text)).Append(" | ").Append(Cell(pair.Reconstruction)).Append(" |\n");
    }

    // Words come from any text: none of it may become Markdown or HTML.
    private static string Cell(string words)
    {
        var cell = new StringBuilder();
        foreach (var character in words)
        {
            if (character is '\\' or '|' or '<' or '>' or '*' or '_' or '`' or '[' or ']' or '#' or '&' or '~' or '$')
                cell.Append('\\');
            cell.Append(char.IsControl(character) ? ' ' : character);
        }

        return cell.ToString();
    }
}

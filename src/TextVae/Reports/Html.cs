using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;

namespace TextVae.Reports;

/// <summary>Builds HTML out of text that may be hostile: nothing gets in but by <see cref="Escape"/>.</summary>
internal static class Html
{
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(UnicodeRanges.All);

    /// <summary>Text as content or as the value of an attribute in quotes: no markup in it. Control characters, which HTML may not
    /// have, are shown as a question mark in a box.</summary>
    public static string Escape(string text) =>
        Encoder.Encode(string.Concat(text.Select(character => char.IsControl(character) ? '\uFFFD' : character)));

    /// <summary>A text of a corpus or a model; its direction ends with it.</summary>
    public static string Text(string text) => $"<bdi>{(text.Length == 0 ? "<i>(empty)</i>" : Escape(text))}</bdi>";

    /// <summary>A table that scrolls by itself where the screen is narrow.</summary>
    /// <param name="caption">What it shows.</param>
    /// <param name="heads">The heads of its columns, as text.</param>
    /// <param name="rows">The head of each row and its cells, as HTML.</param>
    public static string Table(string caption, IEnumerable<string> heads, IEnumerable<(string Head, IEnumerable<string> Cells)> rows)
    {
        var html = new StringBuilder($"<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{Escape(caption)}\"><table><caption><span>{Escape(caption)}</span></caption><thead><tr>");
        foreach (var head in heads)
            html.Append($"<th scope=\"col\">{Escape(head)}</th>");
        html.Append("</tr></thead><tbody>");
        foreach (var (head, cells) in rows)
            html.Append($"<tr><th scope=\"row\">{head}</th>{string.Concat(cells.Select(cell => $"<td>{cell}</td>"))}</tr>\n");
        return html.Append("</tbody></table></div>\n").ToString();
    }

    /// <summary>Which colour is which.</summary>
    public static string Legend(IEnumerable<(string Name, int Colour)> entries) =>
        $"<ul class=\"legend\">{string.Concat(entries.Select(entry => $"<li>{Key(entry.Colour)}{Text(entry.Name)}</li>"))}</ul>\n";

    /// <summary>The names of points.</summary>
    public static string LegendOfPoints(IEnumerable<(string Name, int Label)> entries) => $"<ul class=\"legend\">{string.Concat(entries.Select(entry =>
        $"<li><svg class=\"key dot\" viewBox=\"0 0 6 6\" aria-hidden=\"true\">{PointMark.Of(entry.Label, 3, 3, 2.5)}</svg>{Text(entry.Name)}</li>"))}</ul>\n";

    // A piece of the line, so that dashes tell those of one colour apart.
    private static string Key(int colour) =>
        $"<svg class=\"key\" viewBox=\"0 0 24 6\" aria-hidden=\"true\"><path class=\"{Palette.ClassOfLine(colour)}\" d=\"M0 3L24 3\"/></svg>";
}

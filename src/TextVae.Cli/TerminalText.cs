using System.Globalization;
using System.Text;

namespace TextVae.Cli;

/// <summary>
/// Text that came from a user, a file or a model, made safe to print: it cannot move the cursor, change colours or
/// turn the direction of what follows.
/// </summary>
internal static class TerminalText
{
    /// <summary>
    /// A text that is a result: clean, unless it goes into a file or another program. Those get it as it is, but for line breaks,
    /// as a text has one line.
    /// </summary>
    public static string For(TextWriter output, string text) =>
        ReferenceEquals(output, Console.Out) && Console.IsOutputRedirected
            ? text.Replace("\n", "\\u000a", StringComparison.Ordinal).Replace("\r", "\\u000d", StringComparison.Ordinal)
            : Clean(text);

    /// <summary>
    /// The text with every control and line-separating character, every one that turns the direction of what follows, and every
    /// half of a surrogate pair written as an escape such as <c>\u001b</c>; all else stays.
    /// </summary>
    public static string Clean(string text)
    {
        if (!text.Any(NeedsEscape))
            return text;
        var clean = new StringBuilder(text.Length + 16);
        for (var i = 0; i < text.Length; i++)
        {
            if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
                clean.Append(text, i++, 2);
            else if (NeedsEscape(text[i]))
                clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)text[i]:x4}");
            else
                clean.Append(text[i]);
        }

        return clean.ToString();
    }

    /// <summary>The text, clean, as one word of a command that can be copied: in quotes where a shell would see more than a word in it.</summary>
    public static string Word(string text) => text.Length > 0 && text.All(c => char.IsLetterOrDigit(c) || "/._-+,:@%".Contains(c, StringComparison.Ordinal))
        ? Clean(text)
        : $"'{Clean(text).Replace("'", @"'\''", StringComparison.Ordinal)}'";

    // Joiners, direction marks and the signs of Arabic numbers are format characters too, but do no harm, and emoji and several
    // scripts need them.
    private static bool NeedsEscape(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control
        or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Format
        && character is not ('\u00ad' or (>= '\u0600' and <= '\u08e2') or (>= '\u200b' and <= '\u200f') or (>= '\u2060' and <= '\u2064'));
}

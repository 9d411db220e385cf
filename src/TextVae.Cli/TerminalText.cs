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
    /// The text with every control, format and line-separating character, and every half of a surrogate pair, written
    /// as an escape such as <c>\u001b</c>; all else stays.
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

    // Joiners are format characters too, but do no harm, and emoji and several scripts need them.
    private static bool NeedsEscape(char character) => char.GetUnicodeCategory(character)
        is UnicodeCategory.Control
        or UnicodeCategory.Surrogate
        or UnicodeCategory.LineSeparator
        or UnicodeCategory.ParagraphSeparator
        or UnicodeCategory.Format
        && character is not ('\u200c' or '\u200d');
}

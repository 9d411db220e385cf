using System.Text.RegularExpressions;

namespace TextVae.Corpus.BytePairs;

/// <summary>
/// Where byte pairs are never merged across: runs of letters with their marks, of up to three digits, of other
/// characters (each with the space before it), and of white space. All characters are kept, so pieces in a row are the
/// text. No piece is longer than 65 characters, since scripts without spaces would make pieces of whole clauses.
/// </summary>
internal static partial class Pieces
{
    /// <summary>The pattern, as other programs need it to cut in the same way.</summary>
    public const string Pattern =
        @" ?[\p{L}\p{M}][\p{L}\p{M}\u200C\u200D]{0,63}"
        + @"| ?\p{N}{1,3}"
        + @"| ?(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\s\p{L}\p{M}\p{N}])"
        + @"(?:[\uD800-\uDBFF][\uDC00-\uDFFF]|[^\s\p{L}\p{N}\p{Cs}]){0,31}"
        + @"|\s{1,64}(?!\S)|\s";

    public static Regex.ValueMatchEnumerator Of(ReadOnlySpan<char> text) => Expression().EnumerateMatches(text);

    [GeneratedRegex(Pattern, RegexOptions.CultureInvariant, matchTimeoutMilliseconds: -1)]
    public static partial Regex Expression();
}

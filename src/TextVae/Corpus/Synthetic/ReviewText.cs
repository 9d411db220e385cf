using System.Text;
using System.Text.RegularExpressions;

namespace TextVae.Corpus.Synthetic;

/// <summary>
/// Between text and tokens: words, with the apostrophes inside them, and single punctuation marks, in lower case.
/// Case and spaces of a review follow from its tokens, so that they carry no information.
/// </summary>
internal static partial class ReviewText
{
    /// <summary>The tokens of any text, whatever its case and spacing.</summary>
    public static IReadOnlyList<string> Tokenize(string text) =>
        [.. Token().Matches(text.ToLowerInvariant()).Select(match => match.Value)];

    /// <summary>The tokens as people write them: capitals for sentences and "I", no space before punctuation.</summary>
    public static string Compose(IReadOnlyList<string> tokens)
    {
        var text = new StringBuilder();
        var startsSentence = true;
        foreach (var token in tokens)
        {
            var isPunctuation = !char.IsLetter(token[0]);
            if (text.Length > 0 && !isPunctuation) text.Append(' ');
            var isCapital = startsSentence || token == "i" || token.StartsWith("i'", StringComparison.Ordinal);
            text.Append(isCapital ? char.ToUpperInvariant(token[0]) : token[0]).Append(token.AsSpan(1));
            startsSentence = IsSentenceEnd(token);
        }

        return text.ToString();
    }

    /// <summary>Whether the token ends a sentence.</summary>
    public static bool IsSentenceEnd(string token) => token is "." or "!";

    [GeneratedRegex(@"\p{L}+(?:'\p{L}+)*|\S", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Token();
}

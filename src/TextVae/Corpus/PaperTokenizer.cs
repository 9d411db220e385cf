using System.Text;

namespace TextVae.Corpus;

/// <summary>
/// The paper's normalisation of raw text: lower case, every run of digits as <c>#</c>, words apart from punctuation.
/// <c>#</c> in the text counts as a digit: it cannot be told from one when the output is tokenised again.
/// </summary>
internal sealed class PaperTokenizer(bool keepCase) : Tokenizer
{
    private const string UnknownLiteral = Vocabulary.UnknownSpelling;

    public override void Tokenize(ReadOnlySpan<char> text, TokenBuffer tokens)
    {
        tokens.Clear();
        var previous = CharacterKind.Separator;
        var at = 0;
        while (at < text.Length)
        {
            // Nearly all of a text: letters and spaces of ASCII, taken a word at a time.
            var letters = AsciiLetters(text[at..]);
            if (letters > 0)
            {
                if (previous == CharacterKind.Symbol)
                    tokens.EndToken();
                tokens.Append(text.Slice(at, letters), lowerAscii: !keepCase);
                previous = CharacterKind.Letter;
                at += letters;
            }
            else if (text[at] == ' ')
            {
                tokens.EndToken();
                previous = CharacterKind.Separator;
                at++;
            }
            else if (text[at] == '<' && text[at..].StartsWith(UnknownLiteral, StringComparison.Ordinal))
            {
                tokens.EndToken();
                tokens.Append(UnknownLiteral);
                tokens.EndToken();
                previous = CharacterKind.Separator;
                at += UnknownLiteral.Length;
            }
            else
            {
                Rune.DecodeFromUtf16(text[at..], out var rune, out var length);
                at += length;
                previous = Take(rune, previous, CharacterKinds.At(text, at), tokens);
            }
        }
        tokens.EndToken();
    }

    /// <summary>
    /// Adds one character to the tokens and returns the kind it was taken as: a joiner inside a word is a letter, any
    /// other a symbol or a separator.
    /// </summary>
    private CharacterKind Take(Rune rune, CharacterKind previous, CharacterKind next, TokenBuffer tokens)
    {
        var kind = CharacterKinds.Of(rune);
        var joins = CharacterKinds.IsWordPart(previous) && CharacterKinds.IsWordPart(next);
        switch (kind)
        {
            case CharacterKind.Letter:
                if (previous == CharacterKind.Symbol)
                    tokens.EndToken();
                Append(rune, tokens);
                return CharacterKind.Letter;
            case CharacterKind.Mark:
                Append(rune, tokens);
                return previous == CharacterKind.Symbol ? CharacterKind.Symbol : CharacterKind.Mark;
            case CharacterKind.Digit:
                if (previous == CharacterKind.Symbol)
                    tokens.EndToken();
                if (previous != CharacterKind.Digit)
                    tokens.Append('#');
                return CharacterKind.Digit;
            case CharacterKind.Apostrophe:
                if (!joins)
                    tokens.EndToken();
                tokens.Append('\'');
                return joins ? CharacterKind.Letter : CharacterKind.Symbol;
            case CharacterKind.ZeroWidthJoiner when joins:
                Append(rune, tokens);
                return CharacterKind.Letter;
            case CharacterKind.Symbol:
                tokens.EndToken();
                Append(rune, tokens);
                return CharacterKind.Symbol;
            default:
                tokens.EndToken();
                return CharacterKind.Separator;
        }
    }

    private static int AsciiLetters(ReadOnlySpan<char> text)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiLetter(text[count]))
            count++;
        return count;
    }

    private void Append(Rune rune, TokenBuffer tokens)
    {
        Span<char> characters = stackalloc char[2];
        var written = keepCase ? rune : Rune.ToLowerInvariant(rune);
        tokens.Append(characters[..written.EncodeToUtf16(characters)]);
    }
}

using System.Globalization;
using System.Text;
using TextVae.Corpus.Normalization;

namespace TextVae.Corpus;

/// <summary>
/// The paper's normalisation of raw text: lower case, every run of digits as <c>#</c>, words apart from punctuation.
/// What a reader sees as one symbol stays one: flags, keycaps, and emoji that are joined or have a colour of skin.
/// <c>#</c> in the text counts as a digit: it cannot be told from one when the output is tokenised again.
/// </summary>
internal sealed class PaperTokenizer(TokenizerOptions options) : Tokenizer(options)
{
    private const string UnknownLiteral = Vocabulary.UnknownSpelling;

    private protected override void Cut(ReadOnlySpan<char> text, TokenBuffer tokens)
    {
        var previous = CharacterKind.Separator;
        var at = 0;
        while (at < text.Length)
        {
            // Nearly all of a text: letters and spaces of ASCII, taken a word at a time.
            var letters = AsciiLetters(text[at..], exceptCapitalI: Options.TurkishCase);
            if (letters > 0)
            {
                if (previous == CharacterKind.Symbol)
                    tokens.EndToken();
                tokens.Append(text.Slice(at, letters), lowerAscii: !Options.KeepCase);
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
                if (!rune.IsAscii && CharacterKinds.Of(rune) == CharacterKind.Symbol)
                {
                    at += TakeSymbol(text[at..], tokens);
                    previous = CharacterKind.Symbol;
                    continue;
                }
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

    /// <summary>Adds all characters that a reader sees as one symbol, and returns how many.</summary>
    private static int TakeSymbol(ReadOnlySpan<char> text, TokenBuffer tokens)
    {
        tokens.EndToken();
        var length = StringInfo.GetNextTextElementLength(text);
        // A joiner that joins nothing would be another token when the output is tokenised again.
        tokens.Append(text[..length].TrimEnd("\u200C\u200D"));
        return length;
    }

    /// <summary>
    /// Lowers the case between normalising and normalising again: there are capital letters with a mark that have no
    /// character of their own, and whose small ones have (as of H with a line below).
    /// </summary>
    private protected override string Prepare(ReadOnlySpan<char> text, Normalizer normalizer)
    {
        var normal = normalizer.Normalize(text);
        if (Options.KeepCase)
            return normal;
        StringBuilder lower = new(normal.Length);
        Span<char> characters = stackalloc char[2];
        foreach (var rune in normal.EnumerateRunes())
            lower.Append(characters[..Lower(rune).EncodeToUtf16(characters)]);
        return normalizer.Normalize(lower.ToString());
    }

    private static int AsciiLetters(ReadOnlySpan<char> text, bool exceptCapitalI)
    {
        var count = 0;
        while (count < text.Length && char.IsAsciiLetter(text[count]) && !(exceptCapitalI && text[count] == 'I'))
            count++;
        return count;
    }

    private void Append(Rune rune, TokenBuffer tokens)
    {
        Span<char> characters = stackalloc char[2];
        var written = Options.KeepCase ? rune : Lower(rune);
        tokens.Append(characters[..written.EncodeToUtf16(characters)]);
    }

    private Rune Lower(Rune rune) => rune.Value switch
    {
        // Its lower case is two characters, an i and a dot above; the dot is what the i has anyway.
        'İ' => new Rune('i'),
        'I' when Options.TurkishCase => new Rune('ı'),
        _ => Rune.ToLowerInvariant(rune),
    };
}

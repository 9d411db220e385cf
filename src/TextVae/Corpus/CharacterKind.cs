using System.Globalization;
using System.Text;

namespace TextVae.Corpus;

/// <summary>What a character means to <see cref="PaperTokenizer"/>.</summary>
internal enum CharacterKind : byte
{
    /// <summary>White space, control and format characters.</summary>
    Separator,
    Letter,

    /// <summary>A combining mark: part of a word, or of the symbol it follows (as in an emoji).</summary>
    Mark,

    /// <summary>A decimal digit of any script, or <c>#</c>, which stands for a run of them.</summary>
    Digit,

    /// <summary>Belongs to a word between two characters of it, and is a token elsewhere.</summary>
    Apostrophe,

    /// <summary>
    /// Belongs to a word between two characters of it (joiners in Persian, say, and soft hyphens), and separates elsewhere.
    /// </summary>
    ZeroWidthJoiner,
    Symbol,
}

internal static class CharacterKinds
{
    private static readonly CharacterKind[] Ascii = [.. Enumerable.Range(0, 128).Select(c => Classify(new Rune(c)))];

    /// <summary>The kind of the character at a place of a text; a lone surrogate is a symbol.</summary>
    public static CharacterKind At(ReadOnlySpan<char> text, int index)
    {
        if (index >= text.Length)
            return CharacterKind.Separator;
        if (text[index] < 128)
            return Ascii[text[index]];
        Rune.DecodeFromUtf16(text[index..], out var rune, out _);
        return Classify(rune);
    }

    public static CharacterKind Of(Rune rune) => rune.IsAscii ? Ascii[rune.Value] : Classify(rune);

    public static bool IsWordPart(CharacterKind kind) =>
        kind is CharacterKind.Letter or CharacterKind.Mark or CharacterKind.Digit;

    private static CharacterKind Classify(Rune rune) => rune.Value switch
    {
        '#' => CharacterKind.Digit,
        '\'' or 0x2018 or 0x2019 => CharacterKind.Apostrophe,
        0x00AD or 0x200C or 0x200D or 0x2060 => CharacterKind.ZeroWidthJoiner,
        _ => Rune.GetUnicodeCategory(rune) switch
        {
            UnicodeCategory.UppercaseLetter or UnicodeCategory.LowercaseLetter or UnicodeCategory.TitlecaseLetter
                or UnicodeCategory.ModifierLetter or UnicodeCategory.OtherLetter => CharacterKind.Letter,
            UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.EnclosingMark
                => CharacterKind.Mark,
            UnicodeCategory.DecimalDigitNumber => CharacterKind.Digit,
            UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.SpaceSeparator
                or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator => CharacterKind.Separator,
            _ => CharacterKind.Symbol,
        },
    };
}

using System.Text.Json.Serialization;

namespace TextVae.Corpus;

/// <summary>The ways of cutting a text into words.</summary>
public enum TokenizerKind
{
    /// <summary>
    /// For raw text, after the paper: lower case, digit runs as <c>#</c>, punctuation split off.
    /// </summary>
    Paper,

    /// <summary>For text that is tokenised already: split at white space, nothing changed.</summary>
    Whitespace,

    /// <summary>
    /// For text of any script, with spaces or without: pieces of UTF-8 that occur often together, learnt from the
    /// training split (Sennrich et al. 2016, on bytes). Nothing is unknown, and tokens give back the very text.
    /// </summary>
    Bpe,
}

/// <summary>The normal forms of Unicode (its Standard Annex 15): one spelling for what is the same character.</summary>
public enum TextNormalization
{
    /// <summary>Texts stay as they are.</summary>
    None,

    /// <summary>Form C: a letter and its marks are one character where there is one.</summary>
    [JsonStringEnumMemberName("nfc")]
    Nfc,

    /// <summary>Form KC: besides, ligatures, full-width letters and the like become the plain ones.</summary>
    [JsonStringEnumMemberName("nfkc")]
    Nfkc,
}

/// <summary>How text becomes words.</summary>
public sealed record TokenizerOptions
{
    /// <summary>How texts are cut.</summary>
    public TokenizerKind Kind { get; init; }

    /// <summary>Whether <see cref="TokenizerKind.Paper"/> leaves capital letters alone.</summary>
    public bool KeepCase { get; init; }

    /// <summary>Whether I becomes ı, as in Turkish and Azerbaijani, rather than i.</summary>
    public bool TurkishCase { get; init; }

    /// <summary>The normal form that texts are brought to first.</summary>
    public TextNormalization Normalize { get; init; }
}

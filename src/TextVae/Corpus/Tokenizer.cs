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
}

/// <summary>
/// Cuts a text into words. Tokenising its own joined output changes nothing, so that a generated text can be encoded
/// again. Holds no state: one instance serves any number of threads.
/// </summary>
public abstract class Tokenizer
{
    private protected Tokenizer()
    {
    }

    /// <summary>Makes the tokenizer of a kind.</summary>
    /// <param name="kind">How to cut.</param>
    /// <param name="keepCase">Whether <see cref="TokenizerKind.Paper"/> leaves capital letters alone.</param>
    /// <exception cref="ArgumentOutOfRangeException">The kind is none of the enumeration.</exception>
    public static Tokenizer Create(TokenizerKind kind, bool keepCase = false) => kind switch
    {
        TokenizerKind.Paper => new PaperTokenizer(keepCase),
        TokenizerKind.Whitespace => new WhitespaceTokenizer(),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "Not a tokenizer."),
    };

    /// <summary>Replaces what the buffer holds by the tokens of a text.</summary>
    public abstract void Tokenize(ReadOnlySpan<char> text, TokenBuffer tokens);

    /// <summary>The tokens of a text as strings; the other overload spares the strings.</summary>
    public IReadOnlyList<string> Tokenize(string text)
    {
        TokenBuffer tokens = new();
        Tokenize(text, tokens);
        var words = new string[tokens.Count];
        for (var i = 0; i < words.Length; i++)
            words[i] = tokens[i].ToString();
        return words;
    }

    /// <summary>Words as one text, with one space between two of them.</summary>
    public string Join(IEnumerable<string> words) => string.Join(' ', words);
}

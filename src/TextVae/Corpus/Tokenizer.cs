using TextVae.Corpus.BytePairs;
using TextVae.Corpus.Normalization;

namespace TextVae.Corpus;

/// <summary>
/// Cuts a text into words. Tokenising its own joined output changes nothing, so that a generated text can be encoded
/// again. Holds no state: one instance serves any number of threads.
/// </summary>
public abstract class Tokenizer
{
    private readonly Normalizer? _normalizer;

    private protected Tokenizer(TokenizerOptions options)
    {
        Options = options;
        _normalizer = options.Normalize switch
        {
            TextNormalization.None => null,
            TextNormalization.Nfc => Normalizer.Canonical.Value,
            TextNormalization.Nfkc => Normalizer.Compatible.Value,
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Normalize, "Not a normalization form."),
        };
    }

    /// <summary>What it was made with.</summary>
    public TokenizerOptions Options { get; }

    /// <summary>Makes a tokenizer that needs nothing but its options.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An option is none of its enumeration, or the kind is <see cref="TokenizerKind.Bpe"/>, which is loaded.
    /// </exception>
    public static Tokenizer Create(TokenizerOptions options) => options.Kind switch
    {
        TokenizerKind.Paper => new PaperTokenizer(options),
        TokenizerKind.Whitespace => new WhitespaceTokenizer(options),
        _ => throw new ArgumentOutOfRangeException(nameof(options), options.Kind, "Not a tokenizer without files."),
    };

    /// <summary>Makes the tokenizer of a dataset folder or a model folder, with the files that it has there.</summary>
    /// <exception cref="DataException">A file of the tokenizer is missing or damaged.</exception>
    public static Tokenizer Load(string folder, TokenizerOptions options) => options.Kind == TokenizerKind.Bpe
        ? new BytePairTokenizer(options, Merges.Load(Path.Combine(folder, Merges.FileName)))
        : Create(options);

    /// <summary>Writes the files that <see cref="Load"/> needs besides the options.</summary>
    public virtual void Save(string folder)
    {
    }

    /// <summary>Replaces what the buffer holds by the tokens of a text.</summary>
    internal void Tokenize(ReadOnlySpan<char> text, TokenBuffer tokens)
    {
        tokens.Clear();
        if (_normalizer is null || _normalizer.IsPlain(text))
            Cut(text, tokens);
        else
            Cut(Prepare(text, _normalizer), tokens);
    }

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

    /// <summary>Tokens as one text: words with one space between two of them, byte pairs as the bytes they stand for.</summary>
    public virtual string Join(IEnumerable<string> words) => string.Join(' ', words);

    /// <summary>Adds the tokens of a text in the normal form to an empty buffer.</summary>
    private protected abstract void Cut(ReadOnlySpan<char> text, TokenBuffer tokens);

    /// <summary>Brings a text into the normal form.</summary>
    private protected virtual string Prepare(ReadOnlySpan<char> text, Normalizer normalizer) => normalizer.Normalize(text);
}

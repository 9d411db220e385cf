using System.Text;

namespace TextVae.Corpus;

/// <summary>
/// Words and their ids. Four specials come first; then the words, the most frequent of the training split first.
/// A special can never be forged by a text that spells it: every such literal is <see cref="Unknown"/>.
/// </summary>
public sealed class Vocabulary
{
    /// <summary>Id that fills the places after the end of a sentence; never a target.</summary>
    public const int Padding = 0;

    /// <summary>Id of every word that is not in the vocabulary.</summary>
    public const int Unknown = 1;

    /// <summary>Id that the decoder reads before the first word; never a target.</summary>
    public const int Start = 2;

    /// <summary>Id that ends every sentence.</summary>
    public const int End = 3;

    internal const string UnknownSpelling = "<unk>";

    private static readonly string[] Specials = ["<pad>", UnknownSpelling, "<s>", "</s>"];
    private static readonly UTF8Encoding StrictUtf8 = new(false, throwOnInvalidBytes: true);

    private readonly string[] _words;
    private readonly Dictionary<string, int> _ids;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _spans;

    /// <summary>Makes a vocabulary of words without the specials, the most frequent first.</summary>
    /// <exception cref="DataException">
    /// A word is empty, has white space in it, occurs twice or is spelled like a special.
    /// </exception>
    public Vocabulary(IEnumerable<string> words)
    {
        _words = [.. Specials, .. words];
        _ids = new Dictionary<string, int>(_words.Length, StringComparer.Ordinal);
        _spans = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
        for (var id = Specials.Length; id < _words.Length; id++)
        {
            var word = _words[id];
            if (word.Length == 0 || word.Any(char.IsWhiteSpace) || IsSpecial(word) || !_ids.TryAdd(word, id))
                throw new DataException($"Word {id + 1} of the vocabulary is '{Excerpt.Of(word)}'. A word has at least one "
                    + "character, no white space, occurs once and is not spelled like a special. "
                    + "Prepare the dataset again.");
        }
    }

    /// <summary>Number of ids: specials and words.</summary>
    public int Count => _words.Length;

    /// <summary>Number of different targets: the words, the unknown word and the end.</summary>
    public int Types => Count - 2;

    /// <summary>The spelling of an id.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The id is none of this vocabulary.</exception>
    public string this[int id]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(id);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(id, _words.Length);
            return _words[id];
        }
    }

    /// <summary>The id of a word; <see cref="Unknown"/> for one that is not here or spells a special.</summary>
    public int IdOf(string word) => _ids.GetValueOrDefault(word, Unknown);

    /// <inheritdoc cref="IdOf(string)"/>
    public int IdOf(ReadOnlySpan<char> word) => _spans.TryGetValue(word, out var id) ? id : Unknown;

    /// <summary>Reads the file that <see cref="Save"/> writes.</summary>
    /// <exception cref="DataException">The file cannot be read or is no vocabulary.</exception>
    public static Vocabulary Load(string path)
    {
        string[] lines;
        try
        {
            lines = RegularFile.ReadAllText(path, RegularFile.ListLimit).Split('\n');
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new DataException($"The vocabulary '{path}' cannot be read: {e.Message} "
                + "It is a UTF-8 file with one word a line. Restore the file or prepare the dataset again.", e);
        }
        if (lines[^1].Length != 0 || !lines.AsSpan(0, Math.Min(lines.Length, Specials.Length)).SequenceEqual(Specials))
            throw new DataException($"'{path}' is no vocabulary: its first lines must be {string.Join(", ", Specials)} "
                + "and its last line must end with a line break. Restore the file or prepare the dataset again.");
        return new Vocabulary(lines[Specials.Length..^1]);
    }

    /// <summary>Writes one word a line, the specials first. The file must not exist.</summary>
    public void Save(string path)
    {
        using FileStream stream = new(path, FileMode.CreateNew, FileAccess.Write);
        using (StreamWriter writer = new(stream, StrictUtf8, leaveOpen: true) { NewLine = "\n" })
        {
            foreach (var word in _words)
                writer.WriteLine(word);
        }
        stream.Flush(flushToDisk: true);
    }

    internal static bool IsSpecial(ReadOnlySpan<char> word)
    {
        foreach (var special in Specials)
        {
            if (word.SequenceEqual(special))
                return true;
        }
        return false;
    }
}

namespace TextVae.Corpus.Preparing;

/// <summary>
/// Gives every word it meets a provisional id, in the order of first sight. Id 0 is the unknown word, every literal
/// spelling of a special, and what is too long to be a word. Any number of threads may ask for ids.
/// </summary>
internal sealed class WordTable(int mostWords = WordTable.MostWords)
{
    /// <summary>Different words that are kept; more are no words but numbers, hashes or text without spaces.</summary>
    public const int MostWords = 10_000_000;

    /// <summary>Characters of the longest word that gets an id.</summary>
    public const int LongestWord = 500;

    private readonly Lock _lock = new();
    private readonly List<string> _words = [Vocabulary.UnknownSpelling];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);

    public int Count => _words.Count;

    public string this[int id]
    {
        get
        {
            lock (_lock)
                return _words[id];
        }
    }

    /// <exception cref="DataException">There are too many different words.</exception>
    public int IdOf(ReadOnlySpan<char> word)
    {
        if (word.Length > LongestWord)
            return 0;
        lock (_lock)
        {
            var spans = _ids.GetAlternateLookup<ReadOnlySpan<char>>();
            if (spans.TryGetValue(word, out var id))
                return id;
            if (Vocabulary.IsSpecial(word))
                return 0;
            id = _words.Count;
            if (id > mostWords)
                throw new DataException($"The texts have more than {mostWords} different words, such as '{word}'. "
                    + "Name the field with the text, give another tokenizer, or fewer texts.");
            var text = word.ToString();
            _words.Add(text);
            _ids.Add(text, id);
            return id;
        }
    }
}

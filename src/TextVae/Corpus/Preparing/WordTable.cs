namespace TextVae.Corpus.Preparing;

/// <summary>
/// Gives every word it meets a provisional id, in the order of first sight. Id 0 is the unknown word, and every literal
/// spelling of a special.
/// </summary>
internal sealed class WordTable
{
    private readonly List<string> _words = [Vocabulary.UnknownSpelling];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _spans;

    public WordTable() => _spans = _ids.GetAlternateLookup<ReadOnlySpan<char>>();

    public int Count => _words.Count;

    public string this[int id] => _words[id];

    public int IdOf(ReadOnlySpan<char> word)
    {
        if (_spans.TryGetValue(word, out var id))
            return id;
        if (Vocabulary.IsSpecial(word))
            return 0;
        id = _words.Count;
        var text = word.ToString();
        _words.Add(text);
        _ids.Add(text, id);
        return id;
    }
}

using System.Runtime.InteropServices;

namespace TextVae.Corpus.Preparing;

/// <summary>A run of texts that is tokenised in one piece of work, and the provisional ids it comes to.</summary>
internal sealed class TextBatch
{
    // Some hundred reviews: enough to make the hand-over between threads cheap, little enough to keep in cache.
    private const int FullCharacters = 1 << 17;

    private readonly List<TextRecord> _records = [];
    private readonly List<int> _ids = [];
    private readonly List<int> _ends = [];
    private int _characters;

    public IReadOnlyList<TextRecord> Records => _records;

    public bool IsFull => _characters >= FullCharacters;

    public void Add(TextRecord record)
    {
        _records.Add(record);
        _characters += record.Text.Length;
    }

    public void AddId(int id) => _ids.Add(id);

    /// <summary>Ends the sentence of the next text.</summary>
    public void EndSentence() => _ends.Add(_ids.Count);

    /// <summary>The ids of a text that is encoded.</summary>
    public ReadOnlySpan<int> Ids(int record)
    {
        var start = record == 0 ? 0 : _ends[record - 1];
        return CollectionsMarshal.AsSpan(_ids)[start.._ends[record]];
    }

    /// <summary>Forgets all texts and keeps the memory.</summary>
    public void Clear()
    {
        _records.Clear();
        _ids.Clear();
        _ends.Clear();
        _characters = 0;
    }
}

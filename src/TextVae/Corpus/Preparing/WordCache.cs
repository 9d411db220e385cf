namespace TextVae.Corpus.Preparing;

/// <summary>
/// One thread's view of the table of all words: nearly every word of a text is found here, without a lock and with one
/// or two reaches into memory. Half of the time of reading is spent in this look-up, so it is not a general dictionary.
/// </summary>
internal sealed class WordCache(WordTable table)
{
    // What is met later than this is rare, and may take the longer way.
    private const int MostSlots = 1 << 20;

    private Slot[] _slots = new Slot[1 << 12];
    private int _used;

    public int IdOf(ReadOnlySpan<char> word)
    {
        // Seeded by the process: no text can be made to fall into one slot.
        var hash = string.GetHashCode(word, StringComparison.Ordinal);
        var slots = _slots;
        for (var at = hash & (slots.Length - 1); ; at = (at + 1) & (slots.Length - 1))
        {
            ref readonly var slot = ref slots[at];
            if (slot.Word is null)
                return Add(hash, word);
            if (slot.Hash == hash && word.SequenceEqual(slot.Word))
                return slot.Id;
        }
    }

    private int Add(int hash, ReadOnlySpan<char> word)
    {
        var id = table.IdOf(word);
        if (2 * _used >= _slots.Length && !TryGrow())
            return id;
        // The unknown word's spelling is not that of what it stands for.
        if (id != 0)
            Put(new Slot(table[id], hash, id));
        return id;
    }

    private bool TryGrow()
    {
        if (_slots.Length == MostSlots)
            return false;
        var old = _slots;
        _slots = new Slot[2 * old.Length];
        _used = 0;
        foreach (var slot in old)
        {
            if (slot.Word is not null)
                Put(slot);
        }
        return true;
    }

    private void Put(in Slot slot)
    {
        var at = slot.Hash & (_slots.Length - 1);
        while (_slots[at].Word is not null)
            at = (at + 1) & (_slots.Length - 1);
        _slots[at] = slot;
        _used++;
    }

    private readonly record struct Slot(string? Word, int Hash, int Id);
}

namespace TextVae.Corpus.Preparing;

/// <summary>How many sentences have each length.</summary>
internal sealed class LengthHistogram
{
    private readonly SortedDictionary<int, int> _counts = [];
    private long _sentences;
    private long _words;

    public void Add(int length)
    {
        _counts[length] = _counts.GetValueOrDefault(length) + 1;
        _sentences++;
        _words += length;
    }

    public LengthSummary Summarise() => _sentences == 0
        ? new LengthSummary(0, 0, 0, 0, 0)
        : new LengthSummary(
            _counts.Keys.First(), (double)_words / _sentences, Percentile(50), Percentile(95), _counts.Keys.Last());

    private int Percentile(int percent)
    {
        long passed = 0;
        foreach ((var length, var count) in _counts)
        {
            passed += count;
            if (passed * 100 >= _sentences * percent)
                return length;
        }
        return 0;
    }
}

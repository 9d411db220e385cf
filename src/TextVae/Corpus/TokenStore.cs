namespace TextVae.Corpus;

/// <summary>
/// The sentences of a split as ids, memory-mapped: it takes next to no memory, whatever its size. They are in one file, or in
/// several one after the other. Sentences hold words only, without start and end. Any number of threads may read; none may while
/// it is disposed.
/// </summary>
public sealed class TokenStore : IDisposable
{
    private readonly TokenFile[] _files;

    // The first sentence of each file.
    private readonly int[] _starts;
    private bool _disposed;

    private TokenStore(TokenFile[] files)
    {
        _files = files;
        _starts = new int[files.Length];
        for (var i = 0; i < files.Length; i++)
        {
            _starts[i] = Count;
            Count = checked(Count + files[i].Count);
            TokenCount += files[i].TokenCount;
        }
    }

    /// <summary>Number of sentences.</summary>
    public int Count { get; }

    /// <summary>Number of words of all sentences, without end tokens.</summary>
    public long TokenCount { get; }

    /// <summary>Number of ids of the vocabulary it was written with; every id is smaller.</summary>
    public int VocabularyCount => _files[0].VocabularyCount;

    /// <summary>
    /// The number of each sentence's label, -1 for a sentence without one; empty where the dataset has no labels, or the file
    /// was opened by itself.
    /// </summary>
    public ReadOnlyMemory<int> Labels { get; internal set; }

    /// <summary>The files, in the order of their sentences.</summary>
    internal IReadOnlyList<TokenFile> Files => _files;

    /// <summary>Opens a token file, and checks its header, its size and its offsets, but not every id.</summary>
    /// <exception cref="DataException">The file cannot be read, or is damaged.</exception>
    public static TokenStore Open(string path) => Open([path]);

    /// <summary>Opens files as one store, and checks of each what <see cref="Open(string)"/> checks.</summary>
    /// <exception cref="DataException">A file cannot be read, or is damaged.</exception>
    internal static TokenStore Open(IReadOnlyList<string> paths)
    {
        List<TokenFile> files = [];
        try
        {
            foreach (var path in paths)
                files.Add(TokenFile.Open(path));
            return new TokenStore([.. files]);
        }
        catch
        {
            files.ForEach(file => file.Dispose());
            throw;
        }
    }

    /// <summary>Number of words of a sentence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sentence.</exception>
    public int LengthOf(int sentence)
    {
        var (file, index) = Find(sentence);
        return file.LengthOf(index);
    }

    /// <summary>Copies the ids of a sentence to the front of a span.</summary>
    /// <exception cref="ArgumentException">The span is shorter than the sentence.</exception>
    /// <exception cref="DataException">The file holds an id outside the vocabulary.</exception>
    public void CopyTo(int sentence, Span<int> destination)
    {
        var (file, index) = Find(sentence);
        file.CopyTo(index, destination);
    }

    /// <summary>The ids of a sentence.</summary>
    public int[] Read(int sentence)
    {
        var (file, index) = Find(sentence);
        var ids = new int[file.LengthOf(index)];
        file.CopyTo(index, ids);
        return ids;
    }

    /// <summary>Closes the files.</summary>
    public void Dispose()
    {
        _disposed = true;
        foreach (var file in _files)
            file.Dispose();
    }

    private (TokenFile File, int Sentence) Find(int sentence)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(sentence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sentence, Count);
        if (_files.Length == 1)
            return (_files[0], sentence);
        var found = Array.BinarySearch(_starts, sentence);
        var number = found >= 0 ? found : ~found - 1;
        // A file without a sentence starts where the next one does.
        while (_starts[number] + _files[number].Count <= sentence)
            number++;
        return (_files[number], sentence - _starts[number]);
    }
}

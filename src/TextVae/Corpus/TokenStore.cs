using System.IO.MemoryMappedFiles;

namespace TextVae.Corpus;

/// <summary>
/// The sentences of a split as ids, memory-mapped: it takes next to no memory, whatever its size. Sentences hold words
/// only, without start and end. Any number of threads may read; none may while it is disposed.
/// </summary>
public sealed unsafe class TokenStore : IDisposable
{
    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly TokenStoreHeader _header;
    private readonly byte* _ids;
    private readonly long* _offsets;
    private bool _disposed;

    private TokenStore(string path, TokenStoreHeader header)
    {
        _path = path;
        _header = header;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, header.FileSize, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _ids = start + TokenStoreHeader.Size;
        _offsets = (long*)(start + header.OffsetsAt);
    }

    /// <summary>Number of sentences.</summary>
    public int Count => (int)_header.Sentences;

    /// <summary>Number of words of all sentences, without end tokens.</summary>
    public long TokenCount => _header.Tokens;

    /// <summary>Number of ids of the vocabulary it was written with; every id is smaller.</summary>
    public int VocabularyCount => _header.VocabularyCount;

    /// <summary>
    /// The number of each sentence's label, -1 for a sentence without one; empty where the dataset has no labels, or the file
    /// was opened by itself.
    /// </summary>
    public ReadOnlyMemory<int> Labels { get; internal set; }

    /// <summary>Opens a token file, and checks its header, its size and its offsets, but not every id.</summary>
    /// <exception cref="DataException">The file cannot be read, or is damaged.</exception>
    public static TokenStore Open(string path)
    {
        TokenStoreHeader header;
        try
        {
            using var stream = RegularFile.OpenRead(path);
            var bytes = new byte[Math.Min(stream.Length, TokenStoreHeader.Size)];
            stream.ReadExactly(bytes);
            if (!TokenStoreHeader.TryRead(bytes, out header, out var fault))
                throw Damaged(path, fault);
            if (stream.Length != header.FileSize)
                throw Damaged(path, $"it has {stream.Length} bytes, and its header asks for {header.FileSize}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Damaged(path, e.Message, e);
        }
        TokenStore store = new(path, header);
        if (store.OffsetsRise())
            return store;
        store.Dispose();
        throw Damaged(path, "its table of sentences is damaged");
    }

    /// <summary>Number of words of a sentence.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sentence.</exception>
    public int LengthOf(int sentence)
    {
        Check(sentence);
        return (int)(_offsets[sentence + 1] - _offsets[sentence]);
    }

    /// <summary>Copies the ids of a sentence to the front of a span.</summary>
    /// <exception cref="ArgumentException">The span is shorter than the sentence.</exception>
    /// <exception cref="DataException">The file holds an id outside the vocabulary.</exception>
    public void CopyTo(int sentence, Span<int> destination)
    {
        var length = LengthOf(sentence);
        if (destination.Length < length)
            throw new ArgumentException(
                $"Sentence {sentence} has {length} words, the span {destination.Length} places.", nameof(destination));
        destination = destination[..length];
        var start = _ids + (_offsets[sentence] * _header.Width);
        if (_header.Width == sizeof(ushort))
        {
            ReadOnlySpan<ushort> ids = new(start, length);
            for (var i = 0; i < ids.Length; i++)
                destination[i] = ids[i];
        }
        else
        {
            new ReadOnlySpan<int>(start, length).CopyTo(destination);
        }
        // An id out of range reaches native code as an index, so it is stopped here.
        foreach (var id in destination)
        {
            if ((uint)id >= (uint)_header.VocabularyCount)
                throw Damaged(_path, $"sentence {sentence} holds id {id}, beyond the vocabulary's {VocabularyCount}");
        }
    }

    /// <summary>The ids of a sentence.</summary>
    public int[] Read(int sentence)
    {
        var ids = new int[LengthOf(sentence)];
        CopyTo(sentence, ids);
        return ids;
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _view.SafeMemoryMappedViewHandle.ReleasePointer();
        _view.Dispose();
        _file.Dispose();
    }

    private static DataException Damaged(string path, string fault, Exception? inner = null) => new(
        $"The token file '{path}' cannot be used: {fault.TrimEnd('.')}. Prepare the dataset again.", inner);

    private void Check(int sentence)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfNegative(sentence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sentence, Count);
    }

    private bool OffsetsRise()
    {
        for (var i = 0; i < Count; i++)
        {
            if (_offsets[i + 1] < _offsets[i] || _offsets[i + 1] - _offsets[i] > Array.MaxLength)
                return false;
        }
        return _offsets[0] == 0 && _offsets[Count] == TokenCount;
    }
}

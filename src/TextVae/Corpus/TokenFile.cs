using System.IO.MemoryMappedFiles;

namespace TextVae.Corpus;

/// <summary>One memory-mapped file of sentences. Any number of threads may read; none may while it is disposed.</summary>
internal sealed unsafe class TokenFile : IDisposable
{
    private readonly string _path;
    private readonly MemoryMappedFile _file;
    private readonly MemoryMappedViewAccessor _view;
    private readonly TokenFileHeader _header;
    private readonly byte* _ids;
    private readonly long* _offsets;
    private bool _disposed;

    private TokenFile(string path, TokenFileHeader header)
    {
        _path = path;
        _header = header;
        _file = MemoryMappedFile.CreateFromFile(path, FileMode.Open, null, 0, MemoryMappedFileAccess.Read);
        _view = _file.CreateViewAccessor(0, header.FileSize, MemoryMappedFileAccess.Read);
        byte* start = null;
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref start);
        _ids = start + TokenFileHeader.Size;
        _offsets = (long*)(start + header.OffsetsAt);
    }

    /// <summary>Number of sentences.</summary>
    public int Count => (int)_header.Sentences;

    /// <summary>Number of words of its sentences, without end tokens.</summary>
    public long TokenCount => _header.Tokens;

    /// <summary>Number of ids of the vocabulary it was written with; every id is smaller.</summary>
    public int VocabularyCount => _header.VocabularyCount;

    /// <summary>Opens a token file, and checks its header, its size and its offsets, but not every id.</summary>
    /// <exception cref="DataException">The file cannot be read, or is damaged.</exception>
    public static TokenFile Open(string path)
    {
        TokenFileHeader header;
        try
        {
            using var stream = RegularFile.OpenRead(path);
            var bytes = new byte[Math.Min(stream.Length, TokenFileHeader.Size)];
            stream.ReadExactly(bytes);
            if (!TokenFileHeader.TryRead(bytes, out header, out var fault))
                throw Damaged(path, fault);
            if (stream.Length != header.FileSize)
                throw Damaged(path, $"it has {stream.Length} bytes, and its header asks for {header.FileSize}");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Damaged(path, e.Message, e);
        }
        TokenFile file = new(path, header);
        if (file.OffsetsRise())
            return file;
        file.Dispose();
        throw Damaged(path, "its table of sentences is damaged");
    }

    /// <summary>Number of words of a sentence, counted from 0 in this file.</summary>
    public int LengthOf(int sentence)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
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

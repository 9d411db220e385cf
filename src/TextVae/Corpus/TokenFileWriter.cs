using System.Runtime.InteropServices;

namespace TextVae.Corpus;

/// <summary>
/// Writes a token file sentence by sentence. The file is valid only after <see cref="Complete"/>; without it, what
/// <see cref="Dispose"/> leaves behind cannot be opened. Keeps 4 bytes a sentence in memory.
/// </summary>
internal sealed class TokenFileWriter : IDisposable
{
    private readonly FileStream _stream;
    private readonly int _vocabularyCount;
    private readonly int _width;
    private readonly List<int> _lengths = [];
    private ushort[] _narrow = new ushort[256];
    private long _tokens;

    /// <summary>Makes the file, which must not exist.</summary>
    /// <param name="path">The file to write.</param>
    /// <param name="vocabularyCount">
    /// Ids run from 0 to one less; where there are up to 65,536 of them, each takes 2 bytes, else 4.
    /// </param>
    public TokenFileWriter(string path, int vocabularyCount)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabularyCount, 1);
        _vocabularyCount = vocabularyCount;
        _width = TokenFileHeader.WidthFor(vocabularyCount);
        _stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.Read, 1 << 18);
        _stream.Write(new byte[TokenFileHeader.Size]);
    }

    /// <summary>Number of sentences so far.</summary>
    public int Count => _lengths.Count;

    /// <summary>Adds a sentence: the ids of its words, without start and end.</summary>
    /// <exception cref="ArgumentOutOfRangeException">An id is outside the vocabulary.</exception>
    public void Write(ReadOnlySpan<int> ids)
    {
        foreach (var id in ids)
        {
            if ((uint)id >= (uint)_vocabularyCount)
                throw new ArgumentOutOfRangeException(nameof(ids), id, $"Ids run from 0 to {_vocabularyCount - 1}.");
        }
        if (_width == sizeof(int))
        {
            _stream.Write(MemoryMarshal.AsBytes(ids));
        }
        else
        {
            if (_narrow.Length < ids.Length)
                _narrow = new ushort[2 * ids.Length];
            for (var i = 0; i < ids.Length; i++)
                _narrow[i] = (ushort)ids[i];
            _stream.Write(MemoryMarshal.AsBytes(_narrow.AsSpan(0, ids.Length)));
        }
        _lengths.Add(ids.Length);
        _tokens += ids.Length;
    }

    /// <summary>Writes the offsets and the header.</summary>
    /// <param name="toDisk">Whether to wait until all is on the disk; not needed for a temporary file.</param>
    public void Complete(bool toDisk = true)
    {
        TokenFileHeader header = new(_width, _vocabularyCount, _lengths.Count, _tokens);
        _stream.Write(new byte[header.OffsetsAt - _stream.Position]);
        Span<byte> bytes = stackalloc byte[TokenFileHeader.Size];
        long offset = 0;
        WriteOffset(offset);
        foreach (var length in _lengths)
        {
            offset += length;
            WriteOffset(offset);
        }
        header.Write(bytes);
        _stream.Position = 0;
        _stream.Write(bytes);
        _stream.Flush(toDisk);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _stream.Dispose();

    private void WriteOffset(long offset) => _stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in offset)));
}

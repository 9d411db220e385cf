using System.Runtime.InteropServices;

namespace TextVae.Corpus.Preparing;

/// <summary>
/// A temporary file of sentences, written once and read from front to back: for each the number of its ids, and the
/// ids. It is not memory-mapped, since the pages of a mapped file count as the process's memory.
/// </summary>
internal sealed class SentenceFile(string path) : IDisposable
{
    private readonly FileStream _stream = new(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, 1 << 18);
    private int[] _ids = new int[256];

    public int Count { get; private set; }

    public void Add(ReadOnlySpan<int> ids)
    {
        var length = ids.Length;
        _stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<int>(in length)));
        _stream.Write(MemoryMarshal.AsBytes(ids));
        Count++;
    }

    /// <summary>The sentences in their order; a span holds until the next one is asked for.</summary>
    public IEnumerable<Memory<int>> Read()
    {
        _stream.Position = 0;
        for (var i = 0; i < Count; i++)
        {
            var length = ReadLength();
            if (_ids.Length < length)
                _ids = new int[2 * length];
            _stream.ReadExactly(MemoryMarshal.AsBytes(_ids.AsSpan(0, length)));
            yield return _ids.AsMemory(0, length);
        }
    }

    public void Dispose() => _stream.Dispose();

    private int ReadLength()
    {
        var length = 0;
        _stream.ReadExactly(MemoryMarshal.AsBytes(new Span<int>(ref length)));
        return length;
    }
}

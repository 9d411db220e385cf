using System.Buffers;

namespace TextVae.Corpus.Reading;

/// <summary>
/// The part of a stream that is being looked at. It grows as far as its reader asks, and forgets what is passed; spans
/// of it hold until the next <see cref="Fill"/>.
/// </summary>
internal sealed class ByteWindow(Stream stream) : IDisposable
{
    private byte[] _buffer = ArrayPool<byte>.Shared.Rent(1 << 18);
    private int _start;
    private int _end;

    /// <summary>Where the unread bytes start in the stream.</summary>
    public long Offset { get; private set; }

    public ReadOnlySpan<byte> Unread => _buffer.AsSpan(_start, _end - _start);

    public void Advance(int count)
    {
        _start += count;
        Offset += count;
    }

    /// <summary>Adds bytes to the unread ones; false at the end of the stream.</summary>
    public bool Fill()
    {
        if (_end == _buffer.Length || _start == _end)
            MakeRoom();
        var read = stream.Read(_buffer, _end, _buffer.Length - _end);
        _end += read;
        return read > 0;
    }

    /// <summary>Adds bytes until there are so many unread ones or the stream ends.</summary>
    public bool FillTo(int count)
    {
        while (Unread.Length < count)
        {
            if (!Fill())
                return false;
        }
        return true;
    }

    public void Dispose()
    {
        var buffer = _buffer;
        _buffer = [];
        _start = _end = 0;
        if (buffer.Length > 0)
            ArrayPool<byte>.Shared.Return(buffer);
    }

    private void MakeRoom()
    {
        var length = _end - _start;
        var target = _buffer;
        if (length > _buffer.Length / 2)
            target = ArrayPool<byte>.Shared.Rent(2 * _buffer.Length);
        Buffer.BlockCopy(_buffer, _start, target, 0, length);
        if (target != _buffer)
            ArrayPool<byte>.Shared.Return(_buffer);
        _buffer = target;
        _start = 0;
        _end = length;
    }
}

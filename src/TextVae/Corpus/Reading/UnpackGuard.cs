namespace TextVae.Corpus.Reading;

/// <summary>
/// Passes an unpacked stream on until it is too large for what it was unpacked from: text shrinks to a third or a tenth,
/// and what shrinks to less than a two-hundredth was made to fill disks.
/// </summary>
internal sealed class UnpackGuard(Stream unpacked, long packedBytes) : Stream
{
    private const long AlwaysAllowed = 64L << 20;
    private const long MostTimes = 200;

    private readonly long _limit = Math.Max(AlwaysAllowed, MostTimes * packedBytes);
    private long _read;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _read;
        set => throw new NotSupportedException();
    }

    /// <exception cref="DataException">There is more than the limit.</exception>
    /// <exception cref="InvalidDataException">What is packed is damaged.</exception>
    public override int Read(Span<byte> buffer)
    {
        var read = ReadUnpacked(buffer);
        _read += read;
        return _read <= _limit ? read : throw new DataException(
            $"A file of {packedBytes} bytes unpacks to more than {_limit}, which no text does. Unpack it by other means and "
            + "look what is in it; what is unpacked is read at any size.");
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush() => unpacked.Flush();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    private int ReadUnpacked(Span<byte> buffer)
    {
        try
        {
            return unpacked.Read(buffer);
        }
        catch (Exception e) when (Packing.IsSlip(e))
        {
            throw new InvalidDataException("What is packed is damaged.", e);
        }
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            unpacked.Dispose();
        base.Dispose(disposing);
    }
}

namespace TextVae.Corpus.Reading;

/// <summary>
/// An entry of a tar archive that is not packed, whose stream by itself ends where the file does, be that before the entry's own end:
/// here this is an error, as it is in a packed archive.
/// </summary>
internal sealed class WholeEntryStream(Stream entry) : Stream
{
    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => entry.Length;

    public override long Position
    {
        get => entry.Position;
        set => entry.Position = value;
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        var read = entry.Read(buffer);
        return read > 0 || buffer.Length == 0 || Position == Length
            ? read
            : throw new EndOfStreamException($"The archive ends {Length - Position} bytes before its entry does.");
    }

    public override long Seek(long offset, SeekOrigin origin) => entry.Seek(offset, origin);

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
            entry.Dispose();
        base.Dispose(disposing);
    }
}

namespace TextVae.Corpus.Reading;

internal enum SliceState
{
    Whole,

    /// <summary>The stream ends before anything says that the record does.</summary>
    Last,

    /// <summary>Longer than allowed; its bytes are not kept.</summary>
    TooLong,
}

/// <summary>The bytes of one record, before anything is known of what they say.</summary>
internal readonly ref struct RecordSlice(ReadOnlySpan<byte> bytes, long line, long offset, SliceState state)
{
    public ReadOnlySpan<byte> Bytes { get; } = bytes;

    /// <summary>The line it starts at, counted from 1.</summary>
    public long Line { get; } = line;

    /// <summary>The byte of the stream it starts at.</summary>
    public long Offset { get; } = offset;

    public SliceState State { get; } = state;
}

/// <summary>Cuts a stream of bytes into records; a slice holds until the next one is asked for.</summary>
internal interface IRecordSlicer
{
    bool TryNext(out RecordSlice slice);
}

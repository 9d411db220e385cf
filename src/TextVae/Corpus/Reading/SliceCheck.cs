using System.Text;
using System.Text.Unicode;

namespace TextVae.Corpus.Reading;

/// <summary>What holds for a record in any format: it is not too long, and it is UTF-8.</summary>
internal sealed class SliceCheck(string file, SkipLog log)
{
    public bool Passes(in RecordSlice slice)
    {
        if (slice.State == SliceState.TooLong)
        {
            Reject(SkipReason.TooManyBytes, slice);
            return false;
        }
        if (Utf8.IsValid(slice.Bytes))
            return true;
        var invalid = slice.Offset + FirstInvalid(slice.Bytes);
        log.Damaged(SkipReason.InvalidUtf8, new RecordPlace(file, slice.Line, invalid));
        return false;
    }

    public void Reject(SkipReason reason, in RecordSlice slice) =>
        log.Damaged(reason, new RecordPlace(file, slice.Line, slice.Offset));

    private static int FirstInvalid(ReadOnlySpan<byte> bytes)
    {
        var at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out var length) == System.Buffers.OperationStatus.Done)
            at += length;
        return at;
    }
}

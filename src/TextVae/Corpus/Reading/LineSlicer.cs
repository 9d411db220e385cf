namespace TextVae.Corpus.Reading;

/// <summary>A record a line; the line break is not part of it.</summary>
internal sealed class LineSlicer(ByteWindow window, int maxBytes) : IRecordSlicer
{
    private long _line;

    public bool TryNext(out RecordSlice slice)
    {
        var offset = window.Offset;
        var scanned = 0;
        while (true)
        {
            var found = window.Unread[scanned..].IndexOf((byte)'\n');
            var length = found < 0 ? window.Unread.Length : scanned + found;
            if (length > maxBytes)
            {
                SkipLine();
                slice = new RecordSlice([], ++_line, offset, SliceState.TooLong);
                return true;
            }
            if (found >= 0)
            {
                slice = Take(length, offset, SliceState.Whole);
                window.Advance(1);
                return true;
            }
            scanned = length;
            if (window.Fill())
                continue;
            if (window.Unread.IndexOfAnyExcept(" \t\r"u8) < 0)
            {
                slice = default;
                return false;
            }
            slice = Take(length, offset, SliceState.Last);
            return true;
        }
    }

    private RecordSlice Take(int length, long offset, SliceState state)
    {
        var line = window.Unread[..length];
        window.Advance(length);
        return new RecordSlice(line.EndsWith("\r"u8) ? line[..^1] : line, ++_line, offset, state);
    }

    private void SkipLine()
    {
        int found;
        while ((found = window.Unread.IndexOf((byte)'\n')) < 0)
        {
            window.Advance(window.Unread.Length);
            if (!window.Fill())
                return;
        }
        window.Advance(found + 1);
    }
}

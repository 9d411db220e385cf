using System.Buffers;

namespace TextVae.Corpus.Reading;

/// <summary>
/// The elements of a JSON array, however many lines they take, and of further ones that follow it. It looks for nothing but where an
/// element ends; whether it is sound is for its parser to say, and so it is with what follows an array and is none.
/// </summary>
internal sealed class JsonArraySlicer(ByteWindow window, int maxBytes) : IRecordSlicer
{
    private static readonly SearchValues<byte> Structural = SearchValues.Create("\"{}[],"u8);
    private static readonly SearchValues<byte> InString = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> WhiteSpace = SearchValues.Create(" \t\r\n"u8);
    private static readonly SearchValues<byte> BetweenElements = SearchValues.Create(" \t\r\n,"u8);

    private long _line = 1;
    private bool _started;
    private bool _ended;

    public bool TryNext(out RecordSlice slice)
    {
        slice = default;
        while (!_ended)
        {
            if (!_started)
            {
                Skip(BetweenElements);
                window.Advance(1); // the bracket that opens the array
                _started = true;
            }
            if (!Skip(BetweenElements))
            {
                _ended = true;
                slice = new RecordSlice([], _line, window.Offset, SliceState.Last);
                return true;
            }
            if (window.Unread[0] != (byte)']')
            {
                slice = Element();
                return true;
            }

            window.Advance(1);
            _started = false;
            _ended = !Skip(WhiteSpace);
            if (!_ended && window.Unread[0] != (byte)'[')
            {
                // What follows is not read, and must not go unsaid.
                _ended = true;
                slice = new RecordSlice("]"u8, _line, window.Offset, SliceState.Whole);
                return true;
            }
        }

        return false;
    }

    private RecordSlice Element()
    {
        var line = _line;
        var offset = window.Offset;
        var scanned = 0;
        var depth = 0;
        var inString = false;
        var tooLong = false;
        while (true)
        {
            if (scanned > maxBytes)
            {
                tooLong = true;
                var passed = Math.Min(scanned, window.Unread.Length);
                Pass(passed);
                scanned -= passed;
            }
            if (scanned >= window.Unread.Length)
            {
                if (window.Fill())
                    continue;
                // A whole element with nothing after it: what the array lacks is said the next time.
                _ended = depth > 0 || inString;
                var rest = window.Unread;
                Pass(rest.Length);
                return Slice(rest, line, offset, tooLong, _ended ? SliceState.Last : SliceState.Whole);
            }

            var ahead = window.Unread[scanned..];
            var found = ahead.IndexOfAny(inString ? InString : Structural);
            if (found < 0)
            {
                scanned = window.Unread.Length;
                continue;
            }
            var what = ahead[found];
            if (depth == 0 && !inString && what is (byte)',' or (byte)']')
            {
                var element = window.Unread[..(scanned + found)];
                tooLong |= element.Length > maxBytes;
                Pass(element.Length);
                return Slice(element, line, offset, tooLong, SliceState.Whole);
            }
            // A backslash takes the byte after it with it, even one that is not read yet.
            scanned += found + (what == (byte)'\\' ? 2 : 1);
            if (what == (byte)'"')
                inString = !inString;
            else if (!inString && what is (byte)'{' or (byte)'[')
                depth++;
            else if (!inString && what is (byte)'}' or (byte)']')
                depth--;
        }
    }

    private static RecordSlice Slice(
        ReadOnlySpan<byte> bytes, long line, long offset, bool tooLong, SliceState state) =>
        tooLong ? new RecordSlice([], line, offset, SliceState.TooLong) : new RecordSlice(bytes, line, offset, state);

    /// <summary>Passes what is of no account; false at the end of the stream.</summary>
    private bool Skip(SearchValues<byte> ofNoAccount)
    {
        while (true)
        {
            var found = window.Unread.IndexOfAnyExcept(ofNoAccount);
            Pass(found < 0 ? window.Unread.Length : found);
            if (found >= 0)
                return true;
            if (!window.Fill())
                return false;
        }
    }

    private void Pass(int count)
    {
        _line += window.Unread[..count].Count((byte)'\n');
        window.Advance(count);
    }
}

using System.Text;

namespace TextVae.Corpus.Reading;

/// <summary>
/// The rows of a CSV or TSV file (RFC 4180), which may go over several lines where a field is quoted. A field counts as
/// quoted only if its closing quote stands before a separator or the end of the line, and if it does not go over rows: over lines with
/// tabs in them in a TSV, and over ten lines or more that all have as many separators as a row in a CSV, whose texts have commas too.
/// Else its quotes are ordinary characters. So a stray quote, which raw TSV files are full of, swallows no rows.
/// </summary>
internal sealed class RowSlicer(ByteWindow window, byte separator, int maxBytes) : IRecordSlicer
{
    /// <summary>Lines in a row that look like rows by chance in no text that people write.</summary>
    private const int LinesThatAreRows = 10;

    private readonly List<(int Start, int Length, bool Quoted)> _fields = [];
    private long _line = 1;

    /// <summary>How many fields a row has; 0 as long as that is not known.</summary>
    public int Width { get; set; }

    /// <summary>Number of fields of the row that was sliced last.</summary>
    public int FieldCount => _fields.Count;

    /// <summary>
    /// Whether a field of the row that was sliced last opens with a quote and nothing in the row can close it. Of TSV files, whose
    /// quotes often mean nothing, this is not said.
    /// </summary>
    public bool HasOpenQuote { get; private set; }

    /// <summary>A field of the row that was sliced last, without its quotes.</summary>
    public string Field(in RecordSlice row, int index)
    {
        (var start, var length, var quoted) = _fields[index];
        var text = Encoding.UTF8.GetString(row.Bytes.Slice(start, length));
        return quoted ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    public bool TryNext(out RecordSlice slice)
    {
        slice = default;
        _fields.Clear();
        HasOpenQuote = false;
        if (!window.FillTo(1))
            return false;
        var line = _line;
        var offset = window.Offset;
        var at = 0;
        while (true)
        {
            var end = QuotedEnd(at);
            var quoted = end >= 0;
            if (!quoted)
                end = PlainEnd(at);
            if (end > maxBytes)
            {
                SkipLine();
                slice = new RecordSlice([], line, offset, SliceState.TooLong);
                return true;
            }
            AddField(at, end, quoted);
            var ended = !window.FillTo(end + 1);
            if (!ended && window.Unread[end] == separator)
            {
                at = end + 1;
                continue;
            }
            slice = new RecordSlice(window.Unread[..end], line, offset, ended ? SliceState.Last : SliceState.Whole);
            HasOpenQuote = separator != (byte)'\t' && OpensAndNeverCloses(slice.Bytes);
            Pass(ended ? end : end + 1);
            return true;
        }
    }

    /// <summary>Where a quoted field ends, before a separator or a line break; -1 for one not quoted.</summary>
    private int QuotedEnd(int start)
    {
        if (!window.FillTo(start + 1) || window.Unread[start] != (byte)'"')
            return -1;
        var at = start + 1;
        while (at <= maxBytes)
        {
            var found = at < window.Unread.Length ? window.Unread[at..].IndexOf((byte)'"') : -1;
            if (found < 0)
            {
                at = window.Unread.Length;
                if (!window.Fill())
                    return -1;
                continue;
            }
            at += found + 1;
            if (!window.FillTo(at + 1) || window.Unread[at] is (byte)'\n' || window.Unread[at] == separator)
                return HoldsRows(start, at) ? -1 : at;
            if (window.Unread[at] == (byte)'\r' && window.FillTo(at + 2) && window.Unread[at + 1] == (byte)'\n')
                return HoldsRows(start, at) ? -1 : at + 1;
            if (window.Unread[at] != (byte)'"')
                return -1;
            at++;
        }
        return -1;
    }

    private bool HoldsRows(int start, int end)
    {
        var field = window.Unread[start..end];
        if (separator == (byte)'\t')
            return field.Contains((byte)'\n') && field.Contains((byte)'\t');
        var rows = 0;
        // Neither the line that it begins on nor the one that it ends on is whole.
        for (var next = field.IndexOf((byte)'\n'); Width > 1 && next >= 0; rows++)
        {
            field = field[(next + 1)..];
            next = field.IndexOf((byte)'\n');
            if (next < 0)
                return rows >= LinesThatAreRows;
            if (field[..next].Count(separator) != Width - 1)
                return false;
        }
        return false;
    }

    private bool OpensAndNeverCloses(ReadOnlySpan<byte> row)
    {
        foreach ((var start, _, var quoted) in _fields)
        {
            if (!quoted && start < row.Length && row[start] == (byte)'"')
                return !row[(start + 1)..].Contains((byte)'"');
        }
        return false;
    }

    private int PlainEnd(int start)
    {
        var at = start;
        while (at <= maxBytes)
        {
            var found = at < window.Unread.Length ? window.Unread[at..].IndexOfAny(separator, (byte)'\n') : -1;
            if (found >= 0)
                return at + found;
            at = window.Unread.Length;
            if (!window.Fill())
                return at;
        }
        return at;
    }

    private void AddField(int start, int end, bool quoted)
    {
        var length = end - start;
        if (length > 0 && window.Unread[end - 1] == (byte)'\r')
            length--;
        _fields.Add(quoted ? (start + 1, length - 2, true) : (start, length, false));
    }

    private void SkipLine()
    {
        int found;
        while ((found = window.Unread.IndexOf((byte)'\n')) < 0)
        {
            Pass(window.Unread.Length);
            if (!window.Fill())
                return;
        }
        Pass(found + 1);
    }

    private void Pass(int count)
    {
        _line += window.Unread[..count].Count((byte)'\n');
        window.Advance(count);
    }
}

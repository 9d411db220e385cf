namespace TextVae.Corpus.Reading;

/// <summary>
/// What stands between the fields of a CSV file: a comma, or the semicolon that spreadsheets write in countries whose decimals have a
/// comma. Texts have both, so a semicolon has to be told by more than that it is there.
/// </summary>
internal static class CsvSeparator
{
    private const byte Comma = (byte)',';
    private const byte Semicolon = (byte)';';

    private const int Peeked = 1 << 16;
    private const int MostRows = 20;

    /// <summary>
    /// A semicolon where the first row has more of them than commas, outside of quotes and none before a space, as a sentence has
    /// it, and where nine in ten of the rows after it (up to 20) have as many fields; else a comma.
    /// </summary>
    public static byte Of(ByteWindow window)
    {
        var isAll = !window.FillTo(Peeked);
        var unread = window.Unread;
        var start = unread[..Math.Min(unread.Length, Peeked)].TrimStart("\r\n"u8);
        return FirstRowHasSemicolons(start) && OtherRowsHaveThemToo((isAll ? start : WholeRows(start)).ToArray()) ? Semicolon : Comma;
    }

    private static bool FirstRowHasSemicolons(ReadOnlySpan<byte> start)
    {
        (var commas, var semicolons, var isQuoted) = (0, 0, false);
        for (var i = 0; i < start.Length && (isQuoted || start[i] != (byte)'\n'); i++)
        {
            if (start[i] == (byte)'"')
                isQuoted = !isQuoted;
            else if (!isQuoted && start[i] == Comma)
                commas++;
            else if (!isQuoted && start[i] == Semicolon)
                semicolons++;
            else if (!isQuoted && start[i] == (byte)' ' && i > 0 && start[i - 1] == Semicolon)
                return false;
        }
        return semicolons > commas;
    }

    /// <summary>The rows without the last one, which the end of what is looked at may cut within quotes.</summary>
    private static ReadOnlySpan<byte> WholeRows(ReadOnlySpan<byte> start)
    {
        (var end, var isQuoted) = (0, false);
        for (var i = 0; i < start.Length; i++)
        {
            if (start[i] == (byte)'"')
                isQuoted = !isQuoted;
            else if (start[i] == (byte)'\n' && !isQuoted)
                end = i + 1;
        }
        return start[..end];
    }

    private static bool OtherRowsHaveThemToo(byte[] start)
    {
        using ByteWindow window = new(new MemoryStream(start));
        RowSlicer rows = new(window, Semicolon, Peeked);
        (var width, var others, var asWide) = (0, 0, 0);
        while (others < MostRows && rows.TryNext(out var row))
        {
            if (row.Bytes.IndexOfAnyExcept(" \r"u8) < 0)
                continue;
            if (width == 0)
            {
                width = rows.FieldCount;
                continue;
            }
            others++;
            asWide += rows.FieldCount >= width ? 1 : 0;
        }
        return others > 0 && 10 * asWide >= 9 * others;
    }
}

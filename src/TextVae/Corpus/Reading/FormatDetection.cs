using System.Text.Json;

namespace TextVae.Corpus.Reading;

/// <summary>Tells the format of a file from its name and its first bytes.</summary>
internal static class FormatDetection
{
    /// <summary>How much of a file is looked at for the members of its first object.</summary>
    private const int Peeked = 1 << 16;

    /// <summary>Passes the mark that says UTF-8, and refuses the ones that say UTF-16 or what spreadsheets are packed in.</summary>
    public static void PassByteOrderMark(ByteWindow window, string file)
    {
        window.FillTo(3);
        if (window.Unread.StartsWith("\uFEFF"u8))
            window.Advance(3);
        else if (window.Unread is [0xFF, 0xFE, ..] or [0xFE, 0xFF, ..])
            throw new DataException($"'{file}' is UTF-16, and UTF-8 is wanted. Convert it by `iconv -f UTF-16 -t UTF-8`.");
        else if (window.Unread.StartsWith("PK"u8) && window.FillTo(4) && window.Unread[2] == 3 && window.Unread[3] == 4)
            throw new DataException($"'{file}' is a ZIP or Excel file, whatever its name says, and text is wanted. "
                + "Save it as CSV, or unpack it, and give the file that comes of it.");
    }

    /// <summary>The format, never <see cref="TextFormat.Auto"/>.</summary>
    public static TextFormat Detect(ByteWindow window, string name)
    {
        switch (Path.GetExtension(name).ToLowerInvariant())
        {
            case ".csv":
                return TextFormat.Csv;
            case ".tsv" or ".tab":
                return TextFormat.Tsv;
            case ".txt":
                return TextFormat.Lines;
        }
        window.FillTo(Peeked);
        var start = window.Unread.TrimStart(" \t\r\n"u8);
        if (start.IsEmpty || start[0] is not ((byte)'{' or (byte)'['))
            return Path.GetExtension(name).ToLowerInvariant() is ".json" or ".jsonl" or ".ndjson"
                ? TextFormat.JsonLines
                : TextFormat.Lines;
        return IsYelp(start) ? TextFormat.Yelp : TextFormat.JsonLines;
    }

    /// <summary>Whether the texts are the elements of one array rather than an object a line.</summary>
    public static bool IsArray(ByteWindow window)
    {
        window.FillTo(Peeked);
        return window.Unread.TrimStart(" \t\r\n"u8).StartsWith("["u8);
    }

    private static bool IsYelp(ReadOnlySpan<byte> start)
    {
        var found = 0;
        try
        {
            Utf8JsonReader reader = new(start, isFinalBlock: false, new JsonReaderState());
            var depth = start[0] == (byte)'[' ? 2 : 1;
            while (reader.Read() && !(reader.TokenType == JsonTokenType.EndObject && reader.CurrentDepth == depth - 1))
            {
                var wanted = reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == depth
                    && (reader.ValueTextEquals("review_id"u8) || reader.ValueTextEquals("stars"u8)
                        || reader.ValueTextEquals("text"u8));
                found += wanted ? 1 : 0;
            }
        }
        catch (JsonException)
        {
            // What is broken here is counted by the reader.
        }
        return found >= 3;
    }
}

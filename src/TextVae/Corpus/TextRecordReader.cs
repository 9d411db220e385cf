using TextVae.Corpus.Reading;

namespace TextVae.Corpus;

/// <summary>
/// Reads the texts of a file one after the other, in memory that does not grow with the file. The file may be packed
/// (<c>.gz</c>, <c>.zst</c>) or lie in a tar archive (<c>archive.tar</c>, or <c>archive.tar::entry</c> where several
/// entries may be meant).
/// </summary>
public sealed class TextRecordReader : IDisposable
{
    private readonly InputPath _path;
    private readonly InputFile _file;
    private readonly ByteWindow _window;
    private readonly IRecordSource _source;
    private readonly SkipLog _log;

    private TextRecordReader(InputPath path, TextReadOptions options, SkipLog log)
    {
        _path = path;
        _log = log;
        _file = InputFile.Open(path, options.Format);
        _window = new ByteWindow(_file.Content);
        try
        {
            FormatDetection.PassByteOrderMark(_window, path.Name);
            Format = options.Format == TextFormat.Auto
                ? FormatDetection.Detect(_window, _file.ContentName)
                : options.Format;
            _source = MakeSource(options);
        }
        catch (Exception e)
        {
            Dispose();
            if (InputFile.IsDamage(e))
                throw InputFile.Damaged(path, e);
            throw;
        }
    }

    /// <summary>The format, never <see cref="TextFormat.Auto"/>.</summary>
    public TextFormat Format { get; }

    /// <summary>How many bytes of the file are read, packed as they are.</summary>
    public long BytesRead => _file.BytesRead;

    /// <summary>How many bytes there are to read, packed as they are.</summary>
    public long TotalBytes => _file.TotalBytes;

    /// <summary>What was left out so far.</summary>
    public IReadOnlyList<SkippedRecords> Skipped => _log.Records;

    /// <summary>Opens a file.</summary>
    /// <exception cref="DataException">
    /// The file is missing, empty, a folder, packed in an unknown way, or an archive where no entry or several fit.
    /// </exception>
    public static TextRecordReader Open(string input, TextReadOptions? options = null)
    {
        options ??= new TextReadOptions();
        return new TextRecordReader(InputPath.Parse(input), options, new SkipLog(options.Strict));
    }

    internal static TextRecordReader Open(InputPath path, TextReadOptions options, SkipLog log) =>
        new(path, options, log);

    /// <summary>The next text, or null at the end of the file.</summary>
    /// <exception cref="DataException">
    /// A record is damaged and reading is strict; no record has the text field, or the label field that was asked for;
    /// or the file itself is damaged.
    /// </exception>
    public TextRecord? Read()
    {
        try
        {
            return _source.Next();
        }
        catch (Exception e) when (InputFile.IsDamage(e))
        {
            throw InputFile.Damaged(_path, e);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _window.Dispose();
        _file.Dispose();
    }

    private IRecordSource MakeSource(TextReadOptions options)
    {
        SliceCheck check = new(_path.Name, _log);
        var limit = options.MaxRecordBytes;
        switch (Format)
        {
            case TextFormat.Lines when options.Header == HeaderRow.Yes:
                throw new DataException($"'{_path.Name}' is read as plain lines, which have no header. Take its first line out, or give "
                    + "the format, such as CSV.");
            case TextFormat.Lines when options.IdField is not null:
                throw new DataException($"'{_path.Name}' is read as plain lines, which have no id. Leave the id field out, or give the format, "
                    + "such as CSV.");
            case TextFormat.Lines:
                return new LineRecordSource(new LineSlicer(_window, limit), check);
            case TextFormat.Csv:
                return new RowRecordSource(new RowSlicer(_window, CsvSeparator.Of(_window), limit), check, options, _path.Name);
            case TextFormat.Tsv:
                return new RowRecordSource(new RowSlicer(_window, (byte)'\t', limit), check, options, _path.Name);
            default:
                IRecordSlicer slicer = FormatDetection.IsArray(_window)
                    ? new JsonArraySlicer(_window, limit)
                    : new LineSlicer(_window, limit);
                return new JsonRecordSource(slicer, check, options, Format == TextFormat.Yelp, _path.Name);
        }
    }
}

using System.Text;

namespace TextVae.Corpus.Reading;

/// <summary>
/// CSV and TSV: the text and the label are columns. A row with something in more fields than the first row has is left out and
/// counted, for its text may end in the wrong place, and so is one with a quote that is never closed. Where the first row is a single
/// field, there are no columns, and a separator is a character of the text.
/// </summary>
internal sealed class RowRecordSource(RowSlicer slicer, SliceCheck check, TextReadOptions options, string file)
    : IRecordSource
{
    private readonly FieldCensus _census =
        new(file, options.TextField ?? "text", options.LabelField, StringComparer.OrdinalIgnoreCase);

    private Columns? _columns;

    public TextRecord? Next()
    {
        while (slicer.TryNext(out var row))
        {
            var blank = row.State != SliceState.TooLong && row.Bytes.IndexOfAnyExcept(" \r"u8) < 0;
            if (blank || !check.Passes(row))
                continue;
            if (_columns is null)
            {
                _columns = FindColumns(row);
                slicer.Width = slicer.FieldCount;
                if (_columns.HasHeader)
                    continue;
            }
            if (Read(row, _columns) is { } record)
                return record;
        }
        _census.Conclude();
        return null;
    }

    /// <summary>The record that a row is, or null for one that cannot be used, which is counted.</summary>
    private TextRecord? Read(in RecordSlice row, Columns columns)
    {
        var isSingle = slicer.Width == 1 && columns.Text == 0;
        var isWider = IsWider(row);
        if (slicer.HasOpenQuote && !isSingle)
        {
            check.Reject(SkipReason.OpenQuote, row);
            return null;
        }
        if (isWider && !isSingle)
        {
            check.Reject(SkipReason.ExtraFields, row);
            return null;
        }
        var hasText = columns.Text < slicer.FieldCount;
        var label = LabelOf(row, columns);
        _census.Count(hasText, label is not null);
        if (hasText)
            return new TextRecord(isWider ? Whole(row) : slicer.Field(row, columns.Text), label, IdOf(row, columns), row.Line);
        check.Reject(SkipReason.MissingField, row);
        return null;
    }

    // Many programs end every row with a separator, so fields with nothing in them are none.
    private bool IsWider(in RecordSlice row)
    {
        for (var i = slicer.Width; i < slicer.FieldCount; i++)
        {
            if (!string.IsNullOrWhiteSpace(slicer.Field(row, i)))
                return true;
        }
        return false;
    }

    private string? LabelOf(in RecordSlice row, Columns columns)
    {
        if (columns.Label is not { } column || column >= slicer.FieldCount)
            return null;
        var label = LabelText.Normalise(slicer.Field(row, column));
        if (label is null)
            _census.LabelIs("empty");
        return label;
    }

    private string? IdOf(in RecordSlice row, Columns columns) =>
        columns.Id is { } column && column < slicer.FieldCount ? slicer.Field(row, column) : null;

    private static string Whole(in RecordSlice row) => Encoding.UTF8.GetString(row.Bytes.TrimEnd((byte)'\r'));

    private Columns FindColumns(in RecordSlice firstRow)
    {
        List<string> first = [];
        for (var i = 0; i < slicer.FieldCount; i++)
            first.Add(slicer.Field(firstRow, i));
        var columns = Columns.Find(first, options, file);
        for (var i = 0; i < first.Count; i++)
            _census.Name(columns.HasHeader ? first[i] : $"{i + 1}");
        return columns;
    }
}

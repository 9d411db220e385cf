namespace TextVae.Corpus.Reading;

/// <summary>CSV and TSV: the text and the label are columns.</summary>
internal sealed class RowRecordSource(RowSlicer slicer, SliceCheck check, TextReadOptions options, string file)
    : IRecordSource
{
    private readonly FieldCensus _census = new(file, options.TextField ?? "text", options.LabelField);

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
                if (_columns.HasHeader)
                    continue;
            }
            var hasText = _columns.Text < slicer.FieldCount;
            var label = _columns.Label is { } column && column < slicer.FieldCount
                ? LabelText.Normalise(slicer.Field(row, column))
                : null;
            _census.Count(hasText, label is not null);
            if (hasText)
                return new TextRecord(slicer.Field(row, _columns.Text), label, null, row.Line);
            check.Reject(SkipReason.MissingField, row);
        }
        _census.Conclude();
        return null;
    }

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

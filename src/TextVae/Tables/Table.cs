namespace TextVae.Tables;

/// <summary>Writes results as other programs read them.</summary>
public static class Table
{
    /// <summary>Writes rows as they come; at the end, what was written is whole.</summary>
    /// <param name="stream">Where it is written; for <see cref="TableFormat.Npy"/> and <see cref="TableFormat.Parquet"/> one that can
    /// go back to its beginning.</param>
    /// <param name="format">How; JSON objects are the business of whoever has them.</param>
    /// <param name="columns">What each row has.</param>
    /// <param name="rows">The rows.</param>
    /// <exception cref="RecipeException">The format holds vectors alone, and there are none.</exception>
    public static void Write<T>(Stream stream, TableFormat format, IReadOnlyList<TableColumn<T>> columns, IEnumerable<T> rows)
    {
        RequireFit(format, columns);
        switch (format)
        {
            case TableFormat.Csv:
                using (var writer = new StreamWriter(stream, leaveOpen: true))
                    WriteCsv(writer, columns, rows);
                break;
            case TableFormat.Npy:
                var vectors = columns.First(column => column.Vector is not null);
                Npy.Write(stream, vectors.Width, rows.Select(vectors.Vector!));
                break;
            case TableFormat.Parquet:
                ParquetWriting.Write(stream, columns, rows);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(format), format, "Not a format of tables.");
        }
    }

    /// <summary>Writes rows as CSV (RFC 4180) as they come: a vector called <c>vector</c> has the columns <c>vector_1</c>,
    /// <c>vector_2</c> and so on.</summary>
    public static void WriteCsv<T>(TextWriter writer, IReadOnlyList<TableColumn<T>> columns, IEnumerable<T> rows)
    {
        writer.Write($"{string.Join(',', columns.SelectMany(Csv.NamesOf).Select(Csv.Quoted))}\n");
        foreach (var row in rows)
            writer.Write($"{string.Join(',', columns.SelectMany(column => Csv.FieldsOf(column, row)))}\n");
    }

    /// <summary>Refuses, before anything is computed, a format that could not hold what there is.</summary>
    /// <exception cref="RecipeException">The format holds vectors alone, and there are none.</exception>
    public static void RequireFit<T>(TableFormat format, IReadOnlyList<TableColumn<T>> columns)
    {
        if (format == TableFormat.Npy && columns.All(column => column.Vector is null))
            throw new RecipeException("A .npy file holds vectors, and there are none here. Take text, json, csv or parquet.");
    }
}

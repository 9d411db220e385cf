using Parquet;
using Parquet.Schema;

namespace TextVae.Tables;

/// <summary>Writes Parquet files, of texts (UTF-8), numbers (double) and vectors (lists of float).</summary>
internal static class ParquetWriting
{
    /// <summary>Numbers of a group of rows, which are held in memory until it is written.</summary>
    private const int NumbersAtOnce = 1 << 22;

    private const int RowsAtOnce = 1 << 16;

    public static void Write<T>(Stream stream, IReadOnlyList<TableColumn<T>> columns, IEnumerable<T> rows) =>
        WriteAsync(stream, columns, rows).GetAwaiter().GetResult();

    private static async Task WriteAsync<T>(Stream stream, IReadOnlyList<TableColumn<T>> columns, IEnumerable<T> rows)
    {
        var fields = columns.Select(FieldOf).ToArray();
        var writer = await ParquetWriter.CreateAsync(new ParquetSchema(fields), stream).ConfigureAwait(false);
        await using (writer.ConfigureAwait(false))
        {
            var width = Math.Max(columns.Max(column => column.Width), 1);
            foreach (var group in rows.Chunk(Math.Clamp(NumbersAtOnce / width, 1, RowsAtOnce)))
            {
                using var groupWriter = writer.CreateRowGroup();
                foreach (var (column, field) in columns.Zip(fields))
                    await WriteAsync(groupWriter, column, field, group).ConfigureAwait(false);
                groupWriter.CompleteValidate();
            }
        }
    }

    private static Field FieldOf<T>(TableColumn<T> column) => column switch
    {
        { Text: not null } => new DataField<string>(column.Name),
        { Number: not null } => new DataField<double>(column.Name, nullable: false),
        _ => new ListField(column.Name, new DataField<float>(ListField.ElementName, nullable: false)),
    };

    private static async Task WriteAsync<T>(ParquetRowGroupWriter writer, TableColumn<T> column, Field field, T[] rows)
    {
        if (column.Text is { } text)
        {
            await writer.WriteAsync((DataField)field, Array.ConvertAll(rows, row => text(row)!)).ConfigureAwait(false);
        }
        else if (column.Number is { } number)
        {
            await writer.WriteAsync<double>((DataField)field, Array.ConvertAll(rows, row => number(row))).ConfigureAwait(false);
        }
        else
        {
            var element = (DataField)((ListField)field).Item;
            float[] values = [.. rows.SelectMany(column.Vector!)];
            // The first number of a list begins a row, and every number is there.
            int[] repeated = [.. Enumerable.Range(0, values.Length).Select(i => i % column.Width == 0 ? 0 : 1)];
            int[] defined = [.. Enumerable.Repeat(element.MaxDefinitionLevel, values.Length)];
            await writer.WriteAllPartsAsync<float>(element, values, defined, repeated, CancellationToken.None).ConfigureAwait(false);
        }
    }
}

using Parquet;
using Parquet.Schema;

namespace TextVae.Tables;

/// <summary>Reads the vectors of Parquet files: the column <c>vector</c>, a list of float or double.</summary>
internal static class ParquetReading
{
    private const string Column = "vector";

    // A file that says it holds far more numbers than bytes is made to fill memory.
    private const long NegligibleNumbers = 16L << 20;
    private const long NumbersPerByte = 50;

    /// <summary>The vectors, a group of rows in memory at a time.</summary>
    /// <exception cref="DataException">It is no such file, or damaged, or holds something else.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<float[]> Read(string path, int size)
    {
        using var stream = RegularFile.OpenRead(path);
        var reader = Understood(path, () =>
        {
            CompactThrift.RequireFooter(stream);
            return ParquetReader.CreateAsync(stream);
        });
        try
        {
            var field = reader.Schema.DataFields.FirstOrDefault(IsVector) ?? throw new DataException(
                $"'{path}' has no column '{Column}' that is a list of float or double. Its columns are "
                + $"{Excerpt.List([.. reader.Schema.Fields.Select(column => column.Name)])}. Name the one with the vectors '{Column}'.");
            for (var group = 0; group < reader.RowGroupCount; group++)
            {
                var rows = reader.OpenRowGroupReader(group);
                var numbers = Understood(path, () => ReadAsync(rows, field, size, stream));
                for (var row = 0; row < numbers.Length / size; row++)
                    yield return numbers[(row * size)..((row + 1) * size)];
            }
        }
        finally
        {
            reader.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }
    }

    private static bool IsVector(DataField field) =>
        field.Path.FirstPart == Column && field.MaxRepetitionLevel == 1 && (field.ClrType == typeof(float) || field.ClrType == typeof(double));

    private static async Task<float[]> ReadAsync(ParquetRowGroupReader rows, DataField field, int size, FileStream stream)
    {
        var column = rows.GetMetadata(field)?.MetaData ?? throw new InvalidDataException("a group of rows has no such column");
        var (count, bytes) = (column.NumValues, stream.Length);
        if (count < 0 || count > Array.MaxLength || (count > NegligibleNumbers && count / NumbersPerByte > bytes))
            throw new InvalidDataException($"a group of rows is said to hold {count} numbers, in a file of {bytes} bytes");
        if (count != rows.RowCount * (Int128)size)
        {
            throw VectorRefusal.Size(stream.Name, $"A group of {rows.RowCount} rows has", count, size);
        }

        CompactThrift.RequirePages(stream, Math.Min(column.DictionaryPageOffset ?? long.MaxValue, column.DataPageOffset), column.TotalCompressedSize);

        var (defined, repeated) = (new int[count], new int[count]);
        var numbers = field.ClrType == typeof(float)
            ? await RawAsync<float>(rows, field, defined, repeated).ConfigureAwait(false)
            : Array.ConvertAll(await RawAsync<double>(rows, field, defined, repeated).ConfigureAwait(false), number => (float)number);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (defined[i] != field.MaxDefinitionLevel || repeated[i] != (i % size == 0 ? 0 : 1))
                throw new InvalidDataException($"row {(i / size) + 1} of a group is not a list of {size} numbers");
        }

        return numbers;
    }

    private static async Task<T[]> RawAsync<T>(ParquetRowGroupReader rows, DataField field, int[] defined, int[] repeated)
        where T : struct
    {
        var numbers = new T[defined.Length];
        await rows.ReadRawAsync<T>(field, numbers, defined, repeated).ConfigureAwait(false);
        return numbers;
    }

    // Whatever a reader of files meets in a damaged one, the file is what is wrong. Some damage within pages makes Parquet.Net go on
    // for ever, and nothing ends a thread from outside, so it is left alone after far longer than the reading of a sound file takes.
    private static T Understood<T>(string path, Func<Task<T>> read)
    {
        try
        {
            var limit = TimeSpan.FromSeconds(30 + (RegularFile.LengthOf(path) >> 20));
            var reading = Task.Run(read);
            if (Task.WaitAny([reading], limit) < 0)
                throw new InvalidDataException($"it was not read within {limit.TotalSeconds:F0} s");
            return reading.GetAwaiter().GetResult();
        }
        catch (Exception exception) when (exception is not (DataException or OperationCanceledException))
        {
            throw new DataException(
                $"'{path}' cannot be read as a Parquet file: {exception.Message.TrimEnd('.')}. It may be damaged or not wholly "
                + "downloaded; get it again, or write it anew with `encode --output`.", exception);
        }
    }
}

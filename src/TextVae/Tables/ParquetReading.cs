using TextVae.Tables.Pages;

namespace TextVae.Tables;

/// <summary>
/// Reads the vectors of Parquet files: the column <c>vector</c>, a list of float or double. Files come from anywhere, and Parquet.Net reads
/// some damaged ones for ever; so they are read here, where every step takes a byte at least.
/// </summary>
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
        using var file = RegularFile.OpenRead(path);
        var footer = Understood(path, () => ParquetFooter.Read(file, Column));
        var column = footer.Vectors ?? throw new DataException(
            $"'{path}' has no column '{Column}' that is a list of float or double. Its columns are {Excerpt.List(footer.Columns)}. "
            + $"Name the one with the vectors '{Column}'.");
        Understood(path, () => RequireHonest(footer.Groups, file.Length));
        foreach (var group in footer.Groups)
        {
            var numbers = Understood(path, () => Read(file, column, group, size));
            for (var row = 0; row < numbers.Length / size; row++)
                yield return numbers[(row * size)..((row + 1) * size)];
        }
    }

    // Groups may point at the same bytes, so it is their sum that counts.
    private static Int128 RequireHonest(IEnumerable<ColumnChunk> groups, long bytes)
    {
        Int128 all = 0;
        foreach (var group in groups)
        {
            all += group.Values;
            if (group.Values < 0 || (all > NegligibleNumbers && all / NumbersPerByte > bytes))
                throw new InvalidDataException($"its groups of rows are said to hold {(group.Values < 0 ? group.Values : all)} numbers, in a file of {bytes} bytes");
        }

        return all;
    }

    private static float[] Read(FileStream file, NumberColumn column, ColumnChunk group, int size)
    {
        var (count, bytes) = (group.Values, file.Length);
        if (count > Array.MaxLength)
            throw new InvalidDataException($"a group of rows is said to hold {count} numbers, in a file of {bytes} bytes");
        if (count != group.Rows * (Int128)size)
            throw VectorRefusal.Size(file.Name, $"A group of {group.Rows} rows has", count, size);
        if (count == 0)
            return [];
        if (group.Start < 4 || group.Length is < 1 or > int.MaxValue || group.Start > bytes - 8 || group.Length > bytes - 8 - group.Start)
            throw new InvalidDataException("a column lies outside of the file");
        var pages = new byte[group.Length];
        file.Position = group.Start;
        file.ReadExactly(pages);
        return new VectorPages(column, group, size).Read(pages);
    }

    // Whatever is met in a damaged file, the file is what is wrong.
    private static T Understood<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception exception) when (exception is not (DataException or OutOfMemoryException))
        {
            throw new DataException(
                $"'{path}' cannot be read as a Parquet file: {exception.Message.TrimEnd('.')}. It may be damaged or not wholly "
                + "downloaded; get it again, or write it anew with `encode --output`.", exception);
        }
    }
}

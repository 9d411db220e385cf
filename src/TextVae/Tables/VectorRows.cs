using System.Globalization;
using TextVae.Corpus.Reading;

namespace TextVae.Tables;

/// <summary>
/// Vectors as rows of fields, with commas, tabs or blanks between them. Where the first row has names, the numbers are in the columns
/// <c>vector_1</c>, <c>vector_2</c> and so on; else every field is one.
/// </summary>
internal static class VectorRows
{
    private const int LongestRow = 16 << 20;

    public static IEnumerable<float[]> Read(ByteWindow window, string name, int size)
    {
        var rows = new RowSlicer(window, Separator(window), LongestRow);
        var isFirst = true;
        int[]? columns = null;
        while (true)
        {
            float[] vector;
            {
                if (!rows.TryNext(out var row))
                    yield break;
                if (row.State == SliceState.TooLong)
                    throw new DataException($"'{name}', line {row.Line}: the row is longer than {LongestRow} bytes. Give a vector a row.");
                if (row.Bytes.IndexOfAnyExcept(" \t\r"u8) < 0)
                    continue;
                var fields = Fields(rows, row);
                var isHeader = isFirst && !fields.All(IsNumber);
                isFirst = false;
                if (isHeader)
                {
                    columns = Columns(fields, name, size);
                    continue;
                }

                vector = Of(columns is null ? fields : [.. columns.Where(c => c < fields.Length).Select(c => fields[c])], name, row.Line, size);
            }

            yield return vector;
        }
    }

    /// <summary>The number that a field is.</summary>
    /// <exception cref="DataException">It is none.</exception>
    public static float Number(string field, string name, long line) =>
        float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new DataException($"'{name}', line {line}: '{Excerpt.Of(field)}' is no number. Give numbers such as -0.5 or 1e-3.");

    private static string[] Fields(RowSlicer rows, in RecordSlice row)
    {
        var fields = new List<string>(rows.FieldCount);
        for (var i = 0; i < rows.FieldCount; i++)
            fields.Add(rows.Field(row, i).Trim());
        // A blank at the end of a line separates nothing.
        while (fields.Count > 1 && fields[^1].Length == 0)
            fields.RemoveAt(fields.Count - 1);
        return [.. fields];
    }

    private static float[] Of(string[] numbers, string name, long line, int size) =>
        VectorRefusal.Checked(Array.ConvertAll(numbers, number => Number(number, name, line)), size, name, $"Line {line}");

    private static int[] Columns(string[] names, string name, int size)
    {
        var columns = Enumerable.Range(1, size).Select(number => Array.IndexOf(names, Csv.NameOf("vector", number))).ToArray();
        var missing = Array.IndexOf(columns, -1);
        if (missing < 0 && !names.Contains(Csv.NameOf("vector", size + 1)))
            return columns;
        throw new DataException(
            $"'{name}' does not have just the columns vector_1 to vector_{size} for the vectors of this model; its first row is "
            + $"{Excerpt.List(names)}. Give what `encode --format csv` has made with the same model, or rows of numbers without names.");
    }

    private static bool IsNumber(string field) => float.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out _);

    private static byte Separator(ByteWindow window)
    {
        int end;
        while ((end = window.Unread.IndexOf((byte)'\n')) < 0 && window.Unread.Length < LongestRow && window.Fill())
        {
        }

        var line = end < 0 ? window.Unread : window.Unread[..end];
        return line.Contains((byte)',') ? (byte)',' : line.Contains((byte)'\t') ? (byte)'\t' : (byte)' ';
    }
}

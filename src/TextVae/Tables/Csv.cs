using System.Globalization;

namespace TextVae.Tables;

/// <summary>Fields of CSV rows.</summary>
internal static class Csv
{
    public static IEnumerable<string> NamesOf<T>(TableColumn<T> column) => column.Vector is null
        ? [column.Name]
        : Enumerable.Range(1, column.Width).Select(number => NameOf(column.Name, number));

    /// <summary>The name of a number of a vector, counted from 1.</summary>
    public static string NameOf(string vector, int number) => string.Create(CultureInfo.InvariantCulture, $"{vector}_{number}");

    public static IEnumerable<string> FieldsOf<T>(TableColumn<T> column, T row)
    {
        if (column.Text is { } text)
            return [Quoted(text(row) ?? "")];
        // As many digits as it takes to come back to the same bits.
        if (column.Number is { } number)
            return [number(row).ToString("R", CultureInfo.InvariantCulture)];
        return column.Vector!(row).Select(value => value.ToString("R", CultureInfo.InvariantCulture));
    }

    /// <summary>A field with quotes where it needs them.</summary>
    public static string Quoted(string field) => field.AsSpan().ContainsAny(",\"\r\n")
        ? $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\""
        : field;
}

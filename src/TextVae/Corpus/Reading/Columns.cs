using System.Globalization;

namespace TextVae.Corpus.Reading;

/// <summary>
/// Which columns of a CSV or TSV file are wanted, counted from 0, and whether its first row names them.
/// </summary>
internal sealed record Columns(int Text, int? Label, bool HasHeader)
{
    /// <summary>Finds the columns by the rules of <see cref="TextReadOptions.TextField"/>.</summary>
    public static Columns Find(IReadOnlyList<string> row, TextReadOptions options, string file)
    {
        var text = Number(options.TextField);
        var label = Number(options.LabelField);
        var named = (options.TextField is not null && text is null)
            || (options.LabelField is not null && label is null);
        if (options.TextField is null)
        {
            text = IndexOf(row, "text");
            if (text is not null)
                named = true;
            else if (row.Count == 1)
                text = 0;
            else if (row.Count == 2 && HasSpace(row[0]) != HasSpace(row[1]) && !named)
                (text, label) = HasSpace(row[0]) ? (0, label ?? 1) : (1, label ?? 0);
            else
                throw new DataException($"'{file}' has {row.Count} columns, its first row is {Show(row)}, and nothing "
                    + "says which column is the text. Give the text field as a column's name or as its number, "
                    + "counted from 1.");
        }
        text ??= Required(row, options.TextField!, "text", file);
        if (options.LabelField is not null)
            label ??= Required(row, options.LabelField, "label", file);
        return new Columns(text.Value, label, named);
    }

    private static int Required(IReadOnlyList<string> row, string name, string role, string file) => IndexOf(row, name)
        ?? throw new DataException($"'{file}' has no column '{name}'. The fields found in its first row are: "
            + $"{Show(row)}. Name one of them as the {role} field, or give the column's number, counted from 1.");

    private static int? Number(string? field) =>
        int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0
            ? number - 1
            : null;

    private static int? IndexOf(IReadOnlyList<string> row, string name)
    {
        for (var i = 0; i < row.Count; i++)
        {
            if (row[i].AsSpan().Trim().Equals(name, StringComparison.OrdinalIgnoreCase))
                return i;
        }
        return null;
    }

    private static bool HasSpace(string field) => field.AsSpan().Trim().ContainsAny(' ', '\n');

    private static string Show(IReadOnlyList<string> row) =>
        string.Join(", ", row.Take(30).Select(field => $"'{(field.Length > 40 ? field[..40] + "..." : field)}'"));
}

using System.Globalization;

namespace TextVae.Corpus.Reading;

/// <summary>
/// Which columns of a CSV or TSV file are wanted, counted from 0, and whether its first row names them.
/// </summary>
internal sealed record Columns(int Text, int? Label, int? Id, bool HasHeader)
{
    /// <summary>Finds the columns by the rules of <see cref="TextReadOptions.TextField"/> and <see cref="HeaderRow"/>.</summary>
    public static Columns Find(IReadOnlyList<string> row, TextReadOptions options, string file)
    {
        var text = Number(options.TextField);
        var label = Number(options.LabelField);
        var id = Number(options.IdField);
        var isNamed = (options.TextField is not null && text is null)
            || (options.LabelField is not null && label is null)
            || (options.IdField is not null && id is null);
        var mayHaveHeader = options.Header != HeaderRow.No;
        if (isNamed && !mayHaveHeader)
            throw new DataException($"'{file}' is read without a header, and nothing else names its columns. Give the fields as the "
                + "columns' numbers, counted from 1.");
        var hasHeader = isNamed || options.Header == HeaderRow.Yes;
        if (options.TextField is null)
        {
            text = mayHaveHeader ? IndexOf(row, "text") : null;
            if (text is not null)
                hasHeader = true;
            else if (row.Count == 1)
                text = 0;
            else if (row.Count == 2 && IsOfText(row[0], options) != IsOfText(row[1], options) && !isNamed)
                (text, label) = IsOfText(row[0], options) ? (0, label ?? 1) : (1, label ?? 0);
            else
                throw new DataException($"'{file}' has {row.Count} columns, its first row is {Show(row)}, and nothing "
                    + "says which column is the text. Give the text field as a column's name or as its number, "
                    + "counted from 1.");
        }
        text ??= Required(row, options.TextField!, "text", file);
        if (options.LabelField is not null)
            label ??= Required(row, options.LabelField, "label", file);
        if (options.IdField is not null)
            id ??= Required(row, options.IdField, "id", file);
        hasHeader |= mayHaveHeader && LooksLikeHeader(row, text.Value);
        return new Columns(text.Value, label, id, hasHeader);
    }

    private static bool LooksLikeHeader(IReadOnlyList<string> row, int text) =>
        text < row.Count && TextNames.Have(row[text])
        && !row.Any(cell => double.TryParse(cell, NumberStyles.Float, CultureInfo.InvariantCulture, out _));

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

    // The spaces of a name say nothing of the column below it.
    private static bool IsOfText(string cell, TextReadOptions options) =>
        options.Header == HeaderRow.Yes ? TextNames.Have(cell) : HasSpace(cell);

    private static bool HasSpace(string field) => field.AsSpan().Trim().ContainsAny(' ', '\n');

    private static string Show(IReadOnlyList<string> row) =>
        string.Join(", ", row.Take(30).Select(field => $"'{(field.Length > 40 ? field[..40] + "..." : field)}'"));
}

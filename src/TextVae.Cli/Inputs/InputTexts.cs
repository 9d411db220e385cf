using System.Text.Json;
using TextVae.Corpus;

namespace TextVae.Cli.Inputs;

/// <summary>The texts of a file, a pipe or stdin, with the labels that they have there. At their end is told what was left out of them.</summary>
/// <param name="file">The file; `-` or null for stdin.</param>
/// <param name="options">How it is read.</param>
/// <param name="error">Told what was left out.</param>
internal sealed class InputTexts(string? file, TextReadOptions options, TextWriter error)
{
    private long _empty;
    private long _firstEmpty;

    /// <summary>Whether a file is a pipe, a device or empty: it has no size, or its link leads to no path, and is read once, line by line.</summary>
    public static bool IsPipe(string file)
    {
        if (!File.Exists(file))
            return false;
        var target = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
        return !File.Exists(target) || new FileInfo(target).Length == 0;
    }

    /// <summary>The texts, read as they are asked for; those that are empty are left out.</summary>
    /// <param name="cancellation">Ends the waiting for stdin.</param>
    /// <exception cref="DataException">They cannot be read, or a file has none.</exception>
    /// <exception cref="RecipeException">They cannot be read in this way from a pipe or stdin.</exception>
    public IAsyncEnumerable<TextRecord> ReadAsync(CancellationToken cancellation)
    {
        if (file is not (null or "-") && !IsPipe(file))
            return OfFile(file).ToAsyncEnumerable();
        if (options.LabelField is not null)
            throw new RecipeException("--label-field names a field of a file. Give the file with --input.");
        if (options.IdField is not null && options.Format is TextFormat.Auto or TextFormat.Lines)
            throw new RecipeException("--id-field names a field, and a pipe or stdin has lines without any. Give a file with --input, or --input-format jsonl.");
        return options.Format is TextFormat.Csv or TextFormat.Tsv
            ? throw new RecipeException("CSV and TSV are read from files that hold something, not from stdin or a pipe. Give one with --input, or texts of one line each.")
            : Patience.With(OfLines(TextInput.Open(file, cancellation)), cancellation);
    }

    private IEnumerable<TextRecord> OfFile(string path)
    {
        using var reader = TextRecordReader.Open(path, options);
        var hasTexts = false;
        while (reader.Read() is { } record)
        {
            if (IsEmpty(record.Text, record.Line))
                continue;
            hasTexts = true;
            yield return record;
        }

        foreach (var skipped in reader.Skipped)
            error.WriteLine(TerminalText.Clean($"left out: {skipped.Describe()}"));
        TellEmpty(Path.GetFileName(path));
        if (!hasTexts)
            throw WithoutTexts(path);
    }

    private IEnumerable<TextRecord> OfLines(TextInput input)
    {
        var isJson = options.Format is TextFormat.JsonLines or TextFormat.Yelp;
        var (line, hasTexts) = (0, false);
        foreach (var written in input.Lines())
        {
            line++;
            // Between objects an empty line is no text.
            if (isJson && string.IsNullOrWhiteSpace(written))
                continue;
            var record = isJson ? RecordOf(written, input.Name, line) : new TextRecord(written, Label: null, Id: null, line);
            if (IsEmpty(record.Text, line))
                continue;
            hasTexts = true;
            yield return record;
        }

        TellEmpty(Path.GetFileName(input.Name));
        if (!hasTexts && input.IsFile)
            throw WithoutTexts(input.Name);
    }

    private TextRecord RecordOf(string written, string name, int line)
    {
        var field = options.TextField ?? "text";
        try
        {
            using var document = JsonDocument.Parse(written);
            var text = document.RootElement.GetProperty(field).GetString() ?? throw new InvalidOperationException("The text is null.");
            var id = options.IdField is { } member && document.RootElement.TryGetProperty(member, out var value) ? value.ToString() : null;
            return new TextRecord(text, Label: null, id, line);
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new DataException(
                $"'{name}', line {line}: it is no JSON object with a text under \"{field}\". Mend it, or name the field with --text-field.",
                exception);
        }
    }

    private bool IsEmpty(string text, long line)
    {
        if (!string.IsNullOrWhiteSpace(text))
            return false;
        if (_empty++ == 0)
            _firstEmpty = line;
        return true;
    }

    private void TellEmpty(string name)
    {
        if (_empty > 0)
            error.WriteLine(TerminalText.Clean($"left out: {_empty} empty {(_empty == 1 ? "text" : "texts")} (first: {name}, line {_firstEmpty})"));
    }

    private static DataException WithoutTexts(string name) =>
        new($"No texts were read: '{name}' has none that can be used. Give a file with texts in it.");
}

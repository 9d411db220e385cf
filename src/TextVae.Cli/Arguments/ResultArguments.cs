using System.CommandLine;
using TextVae.Cli.Inputs;
using TextVae.Cli.Views;
using TextVae.Tables;

namespace TextVae.Cli.Arguments;

/// <summary>Where the results of a command go, and how they are written down: the same for every command that has rows of them.</summary>
internal sealed class ResultArguments
{
    private enum Form
    {
        Text,
        Json,
        Csv,
        Npy,
        Parquet,
    }

    // Of all commands, those that name a file which is read.
    private static readonly string[] Readers = ["--input", "--texts", "--vectors", "--attribute"];

    private readonly Option<string?> _output = new("--output")
    {
        Description = "The file to write, whole or not at all (default: stdout). Its ending says the format: .txt, .jsonl, .csv, .npy or .parquet.",
        HelpName = "FILE",
    };

    private readonly Option<Form?> _format = Choices.OptionalOption(
        "--format", "How results are written down (default: by the name of --output, else text)",
        ("text", Form.Text), ("json", Form.Json), ("csv", Form.Csv), ("npy", Form.Npy), ("parquet", Form.Parquet));

    private readonly Option<bool> _json = JsonOutput.CreateLinesOption();

    /// <summary>Adds the options to a command.</summary>
    public ResultArguments(Command command)
    {
        foreach (var option in new Option[] { _output, _format, _json })
            command.Add(option);
    }

    /// <summary>Refuses what cannot be written, before anything is loaded.</summary>
    /// <param name="parse">What was typed.</param>
    /// <exception cref="RecipeException">The options contradict each other or the file's name, or it is read by the same command.</exception>
    /// <exception cref="TextVaeException">The file's folder cannot be written to.</exception>
    public void Require(ParseResult parse)
    {
        var (file, form) = (parse.GetValue(_output), FormOf(parse));
        if (file is null)
        {
            if (form is Form.Npy or Form.Parquet)
                throw new RecipeException($"{ChoiceName.Of(form)} is no text, and goes into a file. Name one with --output.");
            return;
        }

        if (Directory.Exists(file))
            throw new RecipeException($"'{file}' is a folder, and --output takes a file. Name one in it.");
        RequireUnread(parse, file);
        var folder = Path.GetDirectoryName(Path.GetFullPath(file))!;
        if (!Directory.Exists(folder))
            throw new RecipeException($"There is no folder '{folder}' for --output. Make it, or name a file elsewhere.");
        AtomicFile.RequirePlace(folder);
    }

    /// <inheritdoc cref="Require(ParseResult)"/>
    /// <param name="parse">What was typed.</param>
    /// <param name="columns">What a row of a table will have.</param>
    public void Require<T>(ParseResult parse, IReadOnlyList<TableColumn<T>> columns)
    {
        if (TableOf(FormOf(parse)) is { } table)
            Table.RequireFit(table, columns);
        Require(parse);
    }

    /// <summary>Refuses a table where several texts of each are asked for, since a row has one.</summary>
    /// <exception cref="RecipeException">The format is that of a table.</exception>
    public void RequireLists(ParseResult parse)
    {
        if (TableOf(FormOf(parse)) is { } table)
        {
            throw new RecipeException(
                $"--hypotheses gives several texts of each, and a row of {ChoiceName.Of(table)} has one. Take text or json, or leave --hypotheses away.");
        }
    }

    /// <summary>Refuses ids where results have no place for them.</summary>
    /// <exception cref="RecipeException">The format has no fields by name.</exception>
    public void RequireFields(ParseResult parse)
    {
        if (FormOf(parse) is Form.Text or Form.Npy)
        {
            throw new RecipeException(
                "--id-field goes into rows with fields. Add --json, or an --output that ends with .jsonl, .csv or .parquet.");
        }
    }

    /// <summary>Writes results as they come.</summary>
    /// <typeparam name="T">A result; its members are those of a JSON object.</typeparam>
    /// <param name="parse">What was typed.</param>
    /// <param name="columns">What a row of a table has.</param>
    /// <param name="results">The results.</param>
    /// <param name="print">Prints a result as text.</param>
    /// <param name="cancellation">Stops between results; a file is then not there.</param>
    /// <exception cref="RecipeException">The options contradict each other, or the format cannot hold such results.</exception>
    /// <exception cref="TextVaeException">The file cannot be written.</exception>
    public void Write<T>(
        ParseResult parse, IReadOnlyList<TableColumn<T>> columns, IAsyncEnumerable<T> results, Action<TextWriter, T> print,
        CancellationToken cancellation)
    {
        Require(parse, columns);
        var (file, form) = (parse.GetValue(_output), FormOf(parse));
        var rows = results.ToBlockingEnumerable(cancellation);
        if (file is not null)
        {
            ProgressView.Counting(
                parse.InvocationConfiguration.Error, parse.CommandResult.Command.Name, "rows",
                told => AtomicFile.Write(file, stream => WriteFile(stream, form, columns, Gathered.Counted(rows, told), print)));
            return;
        }

        WriteText(parse.InvocationConfiguration.Output, form, columns, rows, print);
    }

    private static void WriteFile<T>(
        Stream stream, Form form, IReadOnlyList<TableColumn<T>> columns, IEnumerable<T> rows, Action<TextWriter, T> print)
    {
        if (form is Form.Npy or Form.Parquet)
        {
            Table.Write(stream, TableOf(form)!.Value, columns, rows);
            return;
        }

        using var writer = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
        WriteText(writer, form, columns, rows, print);
    }

    private static void WriteText<T>(
        TextWriter writer, Form form, IReadOnlyList<TableColumn<T>> columns, IEnumerable<T> rows, Action<TextWriter, T> print)
    {
        if (form == Form.Csv)
        {
            Table.WriteCsv(writer, columns, rows);
            return;
        }

        foreach (var row in rows)
        {
            if (form == Form.Json)
                JsonOutput.WriteLine(writer, row);
            else
                print(writer, row);
        }
    }

    private Form FormOf(ParseResult parse)
    {
        var (file, format, isJson) = (parse.GetValue(_output), parse.GetValue(_format), parse.GetValue(_json));
        if (isJson && format is not (null or Form.Json))
            throw new RecipeException("--json and another --format contradict each other. Leave one of them out.");
        var asked = isJson ? Form.Json : format;
        if (file is null)
            return asked ?? Form.Text;
        var named = FormOf(file);
        if (asked is { } form)
        {
            return named is null || named == form ? form : throw new RecipeException(
                $"{(isJson ? "--json" : $"--format {ChoiceName.Of(form)}")} and the name of '{file}' contradict each other. Leave the option away, or take another name.");
        }

        if (named is null && Path.HasExtension(file))
        {
            throw new RecipeException(
                $"The ending of '{file}' is that of no format. Take .txt, .jsonl, .csv, .npy or .parquet, or name the format with --format.");
        }

        return named ?? Form.Text;
    }

    /// <summary>The form that a file's name asks for; null where it asks for none.</summary>
    private static Form? FormOf(string file) => TableFormats.Of(file) switch
    {
        TableFormat.Json => Form.Json,
        TableFormat.Csv => Form.Csv,
        TableFormat.Npy => Form.Npy,
        TableFormat.Parquet => Form.Parquet,
        _ => Path.GetExtension(file).Equals(".txt", StringComparison.OrdinalIgnoreCase) ? Form.Text : (Form?)null,
    };

    // A file is written whole at the end, over what was there: over what has just been read, and the only copy of it perhaps.
    private static void RequireUnread(ParseResult parse, string file)
    {
        foreach (var option in parse.CommandResult.Command.Options.OfType<Option<string?>>().Where(option => Readers.Contains(option.Name)))
        {
            if (parse.GetValue(option) is { } read && PlaceOf(read) == PlaceOf(file))
                throw new RecipeException($"--output would be written over '{read}', which {option.Name} reads. Name another file.");
        }
    }

    private static string PlaceOf(string file) =>
        (File.Exists(file) ? File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName : null) ?? Path.GetFullPath(file);

    private static TableFormat? TableOf(Form form) => form switch
    {
        Form.Csv => TableFormat.Csv,
        Form.Npy => TableFormat.Npy,
        Form.Parquet => TableFormat.Parquet,
        _ => null,
    };
}

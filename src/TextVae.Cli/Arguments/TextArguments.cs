using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TextVae.Cli.Inputs;
using TextVae.Cli.Views;
using TextVae.Corpus;

namespace TextVae.Cli.Arguments;

/// <summary>Where texts come from, the same for every command that reads some: arguments, a file, a split of the dataset, stdin.</summary>
internal sealed class TextArguments
{
    private readonly Argument<string> _folder;
    private readonly Argument<string[]> _texts = new("TEXT")
    {
        Description = "Texts (default: from --input, --split or stdin).",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _input = new("--input")
    {
        Description = "A file with texts, in any format that `prepare` reads, or - for stdin. Empty lines are left out.",
        HelpName = "FILE",
    };

    private readonly Option<TextFormat> _format = Choices.Option(
        "--input-format", "How the texts of --input or stdin are written down", "auto",
        ("auto", TextFormat.Auto), ("yelp", TextFormat.Yelp), ("jsonl", TextFormat.JsonLines), ("csv", TextFormat.Csv),
        ("tsv", TextFormat.Tsv), ("lines", TextFormat.Lines));

    private readonly Option<string?> _field = new("--text-field")
    {
        Description = "The name (CSV, TSV: or the number) of the field with the text.",
        HelpName = "NAME",
    };

    private readonly Option<string?>? _labelField;

    private readonly Option<bool> _skip = new("--skip-broken")
    {
        Description = "Leave records of --input out that cannot be used, and tell how many, instead of stopping at the first.",
    };

    private readonly Option<Split?> _split = Choices.OptionalOption(
        "--split", "Take the texts of a split of the run's dataset", ("train", Split.Train), ("valid", Split.Valid), ("test", Split.Test));

    private readonly Option<int?> _count;
    private readonly int? _standardCount;

    private readonly Option<string?> _data = new("--data")
    {
        Description = "The dataset of --split (default: the one of the run).",
        HelpName = "DATASET",
    };

    /// <summary>Adds the arguments to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="folder">Its argument with the run.</param>
    /// <param name="standardCount">How many texts of a split are taken unless told otherwise; null for all.</param>
    /// <param name="readsLabels">Whether the command uses the labels that texts have, whatever the model knows of them.</param>
    public TextArguments(Command command, Argument<string> folder, int? standardCount, bool readsLabels = false)
    {
        _folder = folder;
        _standardCount = standardCount;
        _count = new("--count")
        {
            Description = $"How many texts, the first ones (default: all{(standardCount is { } count ? $", and {count} of --split" : "")}).",
            HelpName = "N",
        };
        command.Add(_texts);
        foreach (var option in new Option[] { _input, _format, _field, _skip, _split, _count, _data })
            command.Add(option);
        if (!readsLabels)
            return;
        _labelField = new("--label-field")
        {
            Description = "The name (CSV, TSV: or the number) of the field of --input with the label. Texts of --split have theirs.",
            HelpName = "NAME",
        };
        command.Add(_labelField);
    }

    /// <summary>The dataset that was named; null where it is that of the run.</summary>
    public string? DataOf(ParseResult parse) => parse.GetValue(_data);

    /// <summary>The texts, read as they are asked for.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="model">Whose words a dataset has to have.</param>
    /// <param name="label">The label of texts that come without one.</param>
    /// <param name="cancellation">Ends the waiting for stdin.</param>
    /// <exception cref="DataException">They cannot be read.</exception>
    /// <exception cref="RecipeException">Options contradict each other, or a label is missing.</exception>
    public IAsyncEnumerable<TextItem> ReadAsync(
        ParseResult parse, TextVaeModel model, string? label, CancellationToken cancellation = default) =>
        ReadLabelledAsync(parse, model, label, only: null, cancellation).Select(text => text.Item);

    /// <summary>The texts with the labels that they have where they come from, whether the model knows them or not.</summary>
    /// <inheritdoc cref="ReadAsync"/>
    /// <param name="parse">What was typed.</param>
    /// <param name="model">Whose words a dataset has to have.</param>
    /// <param name="label">What the model is told of texts that come without a label.</param>
    /// <param name="only">The label that texts of a split have to have; null for all.</param>
    /// <param name="cancellation">Ends the waiting for stdin.</param>
    public async IAsyncEnumerable<LabelledText> ReadLabelledAsync(
        ParseResult parse, TextVaeModel model, string? label, string? only,
        [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        Require(parse);
        var most = parse.GetValue(_count) ?? int.MaxValue;
        if (parse.GetValue(_split) is { } split)
        {
            using var dataset = RunDataset.Open(parse.GetValue(_folder)!, parse.GetValue(_data), model.Description.DatasetHash);
            var trained = model.Run(loaded => loaded, cancellation);
            var texts = SplitTexts.Of(dataset, split, trained).Where(text => only is null || text.Label == only);
            foreach (var text in texts.Take(parse.GetValue(_count) ?? _standardCount ?? int.MaxValue))
                yield return text;
            yield break;
        }

        LabelOption.Require(
            LabelOption.NumberOf(label, model), model,
            "This model reads every text together with its label, and only texts of --split come with theirs");
        if (parse.GetValue(_texts) is { Length: > 0 } given)
        {
            foreach (var text in given.Take(most))
                yield return new LabelledText(new TextItem(text) { Label = label }, null);
            yield break;
        }

        await foreach (var (text, own) in OfInput(parse, cancellation).Take(most))
            yield return new LabelledText(new TextItem(text) { Label = label }, own);
    }

    /// <summary>All texts with their vectors, counted on the screen meanwhile.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="model">What encodes them.</param>
    /// <param name="label">What the model is told of texts that come without a label.</param>
    /// <param name="cancellation">Stops between batches.</param>
    /// <exception cref="DataException">They cannot be read, or there are none.</exception>
    /// <exception cref="RecipeException">Options contradict each other, or a label is missing.</exception>
    public EncodedTexts Encode(ParseResult parse, TextVaeModel model, string? label, CancellationToken cancellation)
    {
        EncodedTexts? encoded = null;
        var texts = ReadLabelledAsync(parse, model, label, only: null, cancellation);
        ProgressView.Counting(
            parse.InvocationConfiguration.Error, "encode", "texts",
            told => encoded = EncodedTexts.OfAsync(texts, model, told, cancellation).GetAwaiter().GetResult());
        return encoded!;
    }

    /// <summary>Refuses texts that only one of several processes would get.</summary>
    /// <exception cref="RecipeException">They come from stdin or a pipe.</exception>
    public void RequireNoPipe(ParseResult parse)
    {
        if (parse.GetValue(_texts) is { Length: > 0 } || parse.GetValue(_split) is not null)
            return;
        if (parse.GetValue(_input) is not { } file || file == "-" || IsPipe(file))
        {
            throw new RecipeException(
                "Several processes read the texts, and stdin or a pipe reaches one of them alone. Name a file with --input, or a split with --split.");
        }
    }

    /// <summary>Refuses what cannot be meant, before anything is read.</summary>
    /// <exception cref="RecipeException">Options contradict each other.</exception>
    public void Require(ParseResult parse)
    {
        if (parse.GetValue(_count) is < 0 and var count)
            throw new RecipeException($"--count is {count}; it has to be at least 0 texts.");
        string[] places =
        [
            .. parse.GetValue(_texts) is { Length: > 0 } ? ["the command itself"] : Array.Empty<string>(),
            .. parse.GetValue(_input) is not null ? ["--input"] : Array.Empty<string>(),
            .. parse.GetValue(_split) is not null ? ["--split"] : Array.Empty<string>(),
        ];
        if (places.Length > 1)
            throw new RecipeException($"Texts come from {string.Join(" and ", places)} at once; give them in one way.");
        if (parse.GetValue(_input) is not null || places.Length == 0)
            return;
        foreach (var option in new Option?[] { _format, _field, _skip, _labelField }.OfType<Option>())
        {
            if (parse.GetResult(option) is { Implicit: false })
                throw new RecipeException($"{option.Name} says how a file of texts is read, and the texts come from {places[0]}. Leave it away, or give a file with --input.");
        }
    }

    private IAsyncEnumerable<(string Text, string? Label)> OfInput(ParseResult parse, CancellationToken cancellation)
    {
        var (file, format, field) = (parse.GetValue(_input), parse.GetValue(_format), parse.GetValue(_field));
        var labelField = _labelField is null ? null : parse.GetValue(_labelField);
        if (file is not (null or "-") && !IsPipe(file))
        {
            return OfFile(parse, file, new TextReadOptions
            {
                Format = format,
                TextField = field,
                LabelField = labelField,
                Strict = !parse.GetValue(_skip),
            }).ToAsyncEnumerable();
        }

        if (labelField is not null)
            throw new RecipeException("--label-field names a field of a file. Give the file with --input.");
        var lines = Patience.With(TextInput.Read([], file, cancellation), cancellation);
        var texts = format switch
        {
            TextFormat.Auto or TextFormat.Lines => lines,
            TextFormat.JsonLines or TextFormat.Yelp => lines.Select((line, i) => TextOf(line, field ?? "text", file ?? "stdin", i + 1)),
            _ => throw new RecipeException("CSV and TSV are read from files. Give one with --input, or texts of one line each."),
        };
        return texts.Where(text => !string.IsNullOrWhiteSpace(text)).Select(text => (text, (string?)null));
    }

    private static IEnumerable<(string Text, string? Label)> OfFile(ParseResult parse, string file, TextReadOptions options)
    {
        using var reader = TextRecordReader.Open(file, options);
        while (reader.Read() is { } record)
        {
            if (!string.IsNullOrWhiteSpace(record.Text))
                yield return (record.Text, record.Label);
        }

        foreach (var skipped in reader.Skipped)
            parse.InvocationConfiguration.Error.WriteLine($"left out: {skipped.Describe()}");
    }

    private static string TextOf(string line, string field, string name, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.GetProperty(field).GetString() ?? throw new InvalidOperationException("The text is null.");
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new DataException(
                $"'{name}', text {number}: it is no JSON object with a text under \"{field}\". Mend it, or name the field with --text-field.",
                exception);
        }
    }

    // A pipe or a device has no size, and is read once, line by line.
    private static bool IsPipe(string file)
    {
        if (!File.Exists(file))
            return false;
        var target = File.ResolveLinkTarget(file, returnFinalTarget: true)?.FullName ?? file;
        return new FileInfo(target).Length == 0;
    }
}

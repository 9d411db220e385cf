using System.CommandLine;
using System.Runtime.CompilerServices;
using System.Text.Json;
using TextVae.Corpus;
using TextVae.Runs;

namespace TextVae.Cli;

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
    public TextArguments(Command command, Argument<string> folder, int? standardCount)
    {
        _folder = folder;
        _standardCount = standardCount;
        _count = new("--count")
        {
            Description = $"How many texts of --split (default: {(standardCount is { } count ? $"{count}" : "all")}).",
            HelpName = "N",
        };
        command.Add(_texts);
        foreach (var option in new Option[] { _input, _format, _field, _skip, _split, _count, _data })
            command.Add(option);
    }

    /// <summary>The texts, read as they are asked for.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="model">Whose words a dataset has to have.</param>
    /// <param name="label">The label of texts that come without one.</param>
    /// <param name="cancellation">Ends the waiting for stdin.</param>
    /// <exception cref="DataException">They cannot be read.</exception>
    /// <exception cref="RecipeException">Options contradict each other, or a label is missing.</exception>
    public async IAsyncEnumerable<TextItem> ReadAsync(
        ParseResult parse, TextVaeModel model, string? label, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        if (parse.GetValue(_split) is { } split)
        {
            using var dataset = RunDataset.Open(parse.GetValue(_folder)!, parse.GetValue(_data), model.Description.DatasetHash);
            var trained = model.Run(loaded => loaded, cancellation);
            foreach (var item in OfSplit(dataset, split, trained, parse.GetValue(_count) ?? _standardCount))
                yield return item;
            yield break;
        }

        LabelOption.Require(
            LabelOption.NumberOf(label, model), model,
            "This model reads every text together with its label, and only texts of --split come with theirs");
        if (parse.GetValue(_texts) is { Length: > 0 } given)
        {
            foreach (var text in given)
                yield return new TextItem(text) { Label = label };
            yield break;
        }

        await foreach (var text in OfInput(parse, cancellation))
            yield return new TextItem(text) { Label = label };
    }

    private static IEnumerable<TextItem> OfSplit(Dataset dataset, Split split, TrainedModel model, int? count)
    {
        var store = dataset[split];
        for (var i = 0; i < Math.Min(count ?? store.Count, store.Count); i++)
        {
            var words = store.Read(i);
            var label = store.Labels.IsEmpty || store.Labels.Span[i] < 0 || model.Labels.Count == 0 ? null : model.Labels[store.Labels.Span[i]];
            yield return new TextItem(model.TextOf(words)) { Words = words, Label = label };
        }
    }

    private IAsyncEnumerable<string> OfInput(ParseResult parse, CancellationToken cancellation)
    {
        var (file, format, field) = (parse.GetValue(_input), parse.GetValue(_format), parse.GetValue(_field));
        if (file is not (null or "-") && !IsPipe(file))
            return OfFile(parse, file, new TextReadOptions { Format = format, TextField = field, Strict = !parse.GetValue(_skip) }).ToAsyncEnumerable();
        var lines = Patience.With(TextInput.Read([], file, cancellation), cancellation);
        return format switch
        {
            TextFormat.Auto or TextFormat.Lines => lines,
            TextFormat.JsonLines or TextFormat.Yelp => lines.Select((line, i) => TextOf(line, field ?? "text", file ?? "stdin", i + 1)),
            _ => throw new RecipeException("CSV and TSV are read from files. Give one with --input, or texts of one line each."),
        };
    }

    private static IEnumerable<string> OfFile(ParseResult parse, string file, TextReadOptions options)
    {
        using var reader = TextRecordReader.Open(file, options);
        while (reader.Read() is { } record)
        {
            if (!string.IsNullOrWhiteSpace(record.Text))
                yield return record.Text;
        }

        foreach (var skipped in reader.Skipped)
            parse.InvocationConfiguration.Error.WriteLine($"left out: {skipped.Describe()}");
    }

    private static string TextOf(string line, string field, string name, int number)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            return document.RootElement.GetProperty(field).GetString()!;
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

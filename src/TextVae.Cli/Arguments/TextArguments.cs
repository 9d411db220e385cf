using System.CommandLine;
using System.Runtime.CompilerServices;
using TextVae.Cli.Inputs;
using TextVae.Cli.Views;
using TextVae.Corpus;
using TextVae.Tables;

namespace TextVae.Cli.Arguments;

/// <summary>Where texts come from, the same for every command that reads some: arguments, a file, a split of the dataset, stdin.</summary>
internal sealed class TextArguments
{
    private readonly Argument<string> _folder;
    private readonly Argument<string[]> _texts = new("TEXT")
    {
        Description = "Texts (default: from --input, --split or stdin). Those that begin with a dash come after --.",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string?> _input = new("--input")
    {
        Description = "A file with texts, in any format that `prepare` reads, or - for stdin. Empty texts are left out.",
        HelpName = "FILE",
    };

    private readonly Option<TextFormat> _format = FormatOption.Create("--input-format", "How the texts of --input or stdin are written down");

    private readonly Option<string?> _field = new("--text-field")
    {
        Description = "The name (CSV, TSV: or the number) of the field with the text.",
        HelpName = "NAME",
    };

    private readonly Option<string?>? _labelField;
    private readonly Option<string?>? _idField;

    private readonly Option<bool> _skip = new("--skip-broken")
    {
        Description = "Leave records of --input out that cannot be used, and tell how many, instead of stopping at the first.",
    };

    private readonly Option<Split?> _split = SplitOption.CreateOptional("Take the texts of a split of the run's dataset");

    private readonly Option<int?> _count;
    private readonly int? _standardCount;
    private readonly bool _usesData;

    private readonly Option<string?> _data = new("--data") { Description = "The dataset of --split (default: the one of the run).", HelpName = "DATASET" };

    /// <summary>Adds the arguments to a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="folder">Its argument with the run.</param>
    /// <param name="standardCount">How many texts of a split are taken unless told otherwise; null for all.</param>
    /// <param name="readsLabels">Whether the command uses the labels that texts have, whatever the model knows of them.</param>
    /// <param name="usesData">Whether the command uses the dataset for more than the texts of a split.</param>
    /// <param name="keepsIds">Whether its rows can tell which records the texts were.</param>
    public TextArguments(
        Command command, Argument<string> folder, int? standardCount, bool readsLabels = false, bool usesData = false, bool keepsIds = false)
    {
        (_folder, _standardCount, _usesData) = (folder, standardCount, usesData);
        _count = new("--count")
        {
            Description = $"How many texts, the first ones (default: all{(standardCount is { } count ? $", and {count} of --split" : "")}).",
            HelpName = "N",
        };
        command.Add(_texts);
        foreach (var option in new Option[] { _input, _format, _field, _skip, _split, _count, _data })
            command.Add(option);
        if (keepsIds)
        {
            _idField = new("--id-field")
            {
                Description = "The name (CSV, TSV: or the number) of a field of --input that the rows of results have too, as id.",
                HelpName = "NAME",
            };
            command.Add(_idField);
        }

        if (!readsLabels)
            return;
        _labelField = new("--label-field")
        {
            Description = "The name (CSV, TSV: or the number) of the field of --input with the label. Texts of --split have theirs.",
            HelpName = "NAME",
        };
        command.Add(_labelField);
    }

    /// <summary>Columns with the id of each row's text first, where ids were asked for.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="idOf">The id of a row's text.</param>
    public IReadOnlyList<TableColumn<T>> WithIds<T>(ParseResult parse, IReadOnlyList<TableColumn<T>> columns, Func<T, string?> idOf) =>
        IdFieldOf(parse) is null ? columns : [TableColumn<T>.OfText("id", idOf), .. columns];

    /// <summary>The field with the ids; null where none was asked for.</summary>
    public string? IdFieldOf(ParseResult parse) => _idField is null ? null : parse.GetValue(_idField);

    /// <summary>The dataset that was named; null where it is that of the run.</summary>
    public string? DataOf(ParseResult parse) => parse.GetValue(_data);

    /// <summary>The labels of the dataset whose split the texts come from; null where they come from elsewhere.</summary>
    /// <exception cref="DataException">The dataset cannot be read, or has other words than the model.</exception>
    public IReadOnlyList<string>? LabelsOf(ParseResult parse, TextVaeModel model)
    {
        if (parse.GetValue(_split) is null)
            return null;
        using var dataset = DatasetOf(parse, model);
        return dataset.Labels;
    }

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
        var (words, hasTexts) = (new UnknownWords(model), false);
        await foreach (var text in TextsOf(parse, model, label, only, cancellation))
        {
            hasTexts = true;
            yield return text with { Item = words.Count(text.Item) };
        }

        Tell(parse, words, hasTexts);
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
        if (parse.GetValue(_input) is not { } file || file == "-" || InputTexts.IsPipe(file))
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
        if (!_usesData)
            Exclusive.RequireWith(parse, _data, _split, "is the dataset of --split, and the texts come from elsewhere");
        if (parse.GetValue(_input) is not null || places.Length == 0)
            return;
        foreach (var option in new Option?[] { _format, _field, _skip, _labelField, _idField }.OfType<Option>())
        {
            if (parse.GetResult(option) is { Implicit: false })
                throw new RecipeException($"{option.Name} says how a file of texts is read, and the texts come from {places[0]}. Leave it away, or give a file with --input.");
        }
    }

    /// <inheritdoc cref="Require(ParseResult)"/>
    /// <param name="parse">What was typed.</param>
    /// <param name="output">Where the rows go, which have to have a place for ids.</param>
    public void Require(ParseResult parse, ResultArguments output)
    {
        Require(parse);
        if (IdFieldOf(parse) is not null)
            output.RequireFields(parse);
    }

    /// <summary>Refuses ids where no row is about a text.</summary>
    /// <param name="parse">What was typed.</param>
    /// <param name="why">What the rows are about, without a full stop.</param>
    /// <exception cref="RecipeException">Ids were asked for.</exception>
    public void RequireNoIds(ParseResult parse, string why)
    {
        if (IdFieldOf(parse) is not null)
            throw new RecipeException($"--id-field goes into rows about texts, and {why}. Leave it away.");
    }

    private IAsyncEnumerable<LabelledText> TextsOf(
        ParseResult parse, TextVaeModel model, string? label, string? only, CancellationToken cancellation)
    {
        if (parse.GetValue(_split) is { } split)
        {
            return OfSplit(parse, model, split).Where(text => only is null || text.Label == only)
                .Take(parse.GetValue(_count) ?? _standardCount ?? int.MaxValue).ToAsyncEnumerable();
        }

        LabelOption.Require(
            LabelOption.NumberOf(label, model), model,
            "This model reads every text together with its label, and only texts of --split come with theirs");
        var most = parse.GetValue(_count) ?? int.MaxValue;
        return parse.GetValue(_texts) is { Length: > 0 } given
            ? given.Take(most).Select(text => new LabelledText(new TextItem(text) { Label = label }, null)).ToAsyncEnumerable()
            : InputOf(parse).ReadAsync(cancellation).Take(most).Select(read => new LabelledText(
                new TextItem(read.Text) { Label = label, Id = IdFieldOf(parse) is null ? null : read.Id }, read.Label));
    }

    private IEnumerable<LabelledText> OfSplit(ParseResult parse, TextVaeModel model, Split split)
    {
        using var dataset = DatasetOf(parse, model);
        foreach (var text in SplitTexts.Of(dataset, split, model))
            yield return text;
    }

    private Dataset DatasetOf(ParseResult parse, TextVaeModel model) =>
        RunDataset.Open(parse.GetValue(_folder)!, parse.GetValue(_data), model.Description.DatasetHash);

    private InputTexts InputOf(ParseResult parse) => new(
        parse.GetValue(_input),
        new TextReadOptions
        {
            Format = parse.GetValue(_format),
            TextField = parse.GetValue(_field),
            LabelField = _labelField is null ? null : parse.GetValue(_labelField),
            IdField = IdFieldOf(parse),
            Strict = !parse.GetValue(_skip),
        },
        parse.InvocationConfiguration.Error);

    private void Tell(ParseResult parse, UnknownWords words, bool hasTexts)
    {
        var error = parse.InvocationConfiguration.Error;
        if (!hasTexts && parse.GetValue(_count) is not 0)
            error.WriteLine("no texts were read");
        words.Tell(error);
    }
}

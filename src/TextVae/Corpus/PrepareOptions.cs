using System.Globalization;

namespace TextVae.Corpus;

/// <summary>What becomes a dataset, and how.</summary>
public sealed record PrepareOptions
{
    /// <summary>Files to be split at random. Either these or <see cref="Train"/>.</summary>
    public IReadOnlyList<string> Inputs { get; init; } = [];

    /// <summary>Files of the training split, where the data comes split already.</summary>
    public IReadOnlyList<string> Train { get; init; } = [];

    /// <summary>Files of the validation split; none if there is none.</summary>
    public IReadOnlyList<string> Valid { get; init; } = [];

    /// <summary>Files of the test split; none if there is none.</summary>
    public IReadOnlyList<string> Test { get; init; } = [];

    /// <inheritdoc cref="TextReadOptions.Format"/>
    public TextFormat Format { get; init; }

    /// <inheritdoc cref="TextReadOptions.TextField"/>
    public string? TextField { get; init; }

    /// <inheritdoc cref="TextReadOptions.LabelField"/>
    public string? LabelField { get; init; }

    /// <inheritdoc cref="TextReadOptions.Header"/>
    public HeaderRow Header { get; init; }

    /// <summary>How texts are cut into words.</summary>
    public TokenizerKind Tokenizer { get; init; }

    /// <summary>Whether capital letters stay; <see cref="TokenizerKind.Whitespace"/> keeps them anyway.</summary>
    public bool KeepCase { get; init; }

    /// <summary>Whether I becomes ı where capital letters are lowered, as in Turkish and Azerbaijani.</summary>
    public bool TurkishCase { get; init; }

    /// <summary>
    /// The normal form that texts are brought to. Null: <see cref="TextNormalization.None"/> for
    /// <see cref="TokenizerKind.Whitespace"/>, whose texts have been made so on purpose, and form C else.
    /// </summary>
    public TextNormalization? Normalize { get; init; }

    /// <summary>
    /// The share of the training split's words that the vocabulary covers, above 0 and at most 1. Null: 0.97 for
    /// <see cref="TokenizerKind.Paper"/>, 1 for <see cref="TokenizerKind.Whitespace"/>, whose texts have been trimmed
    /// already. <see cref="TokenizerKind.Bpe"/> has none.
    /// </summary>
    public double? Coverage { get; init; }

    /// <summary>
    /// Instead of <see cref="Coverage"/>: how many words, not counting the specials. For <see cref="TokenizerKind.Bpe"/>
    /// how many pieces, of which the first 256 are the bytes; null: 8,000.
    /// </summary>
    public int? MaxWords { get; init; }

    /// <summary>How <see cref="Inputs"/> are split. Every share above 0 gets one sentence at least.</summary>
    public SplitSizes Split { get; init; } = new(0.91, 0.03, 0.06);

    /// <summary>
    /// The most words and ends of a token file; a split with more is written to several, each with whole sentences. Null: one file a
    /// split.
    /// </summary>
    public long? TokensPerFile { get; init; }

    /// <summary>What the random split is drawn from.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>
    /// Fewest words of a text. For <see cref="TokenizerKind.Bpe"/>, words are what is cut apart before pieces are made:
    /// runs of letters, of digits, of other characters, of white space.
    /// </summary>
    public int MinLength { get; init; } = 1;

    /// <summary>Most words of a text; null: any number.</summary>
    public int? MaxLength { get; init; }

    /// <inheritdoc cref="TextReadOptions.Strict"/>
    public bool Strict { get; init; }

    /// <inheritdoc cref="TextReadOptions.MaxRecordBytes"/>
    public int MaxRecordBytes { get; init; } = 16 << 20;

    /// <summary>How many batches of texts are tokenised while others are read; 0: all on one thread.</summary>
    internal int BatchesAhead { get; init; } = Environment.ProcessorCount > 1 ? 2 * Environment.ProcessorCount : 0;

    internal TextReadOptions Reading => new()
    {
        Format = Format,
        TextField = TextField,
        LabelField = LabelField,
        Header = Header,
        Strict = Strict,
        MaxRecordBytes = MaxRecordBytes,
    };

    /// <summary>The coverage in effect, or null where <see cref="MaxWords"/> decides.</summary>
    internal double? EffectiveCoverage =>
        MaxWords is null && Tokenizer != TokenizerKind.Bpe ? Coverage ?? (Tokenizer == TokenizerKind.Whitespace ? 1.0 : 0.97) : null;

    /// <summary>The number of words in effect, or null where the coverage decides.</summary>
    internal int? EffectiveMaxWords => MaxWords ?? (Tokenizer == TokenizerKind.Bpe ? 8_000 : null);

    internal TokenizerOptions TokenizerOptions => new()
    {
        Kind = Tokenizer,
        KeepCase = KeepCase || Tokenizer != TokenizerKind.Paper,
        TurkishCase = TurkishCase,
        Normalize = Normalize ?? (Tokenizer == TokenizerKind.Whitespace ? TextNormalization.None : TextNormalization.Nfc),
    };

    /// <summary>Checks every option.</summary>
    /// <exception cref="RecipeException">The message lists every option that cannot be used.</exception>
    internal void Require()
    {
        string[] faults = [.. Faults()];
        if (faults.Length > 0)
            throw new RecipeException($"The options of prepare cannot be used: {string.Join("; ", faults)}.");
    }

    private IEnumerable<string> Faults()
    {
        if (Inputs.Count == 0 && Train.Count == 0)
            yield return "there is no input; give files to split, or a training file and files of the other splits";
        if (Inputs.Count > 0 && Train.Count + Valid.Count + Test.Count > 0)
            yield return "there are both inputs to split and files of single splits; give one or the other";
        foreach (var files in new[] { Inputs, Train, Valid, Test })
        {
            foreach (var same in files.GroupBy(Path.GetFullPath).Where(same => same.Count() > 1))
                yield return $"the input '{same.First()}' is given {same.Count()} times; give it once";
        }
        if (!Enum.IsDefined(Format))
            yield return $"the format is {Format}; it is one of {string.Join(", ", Enum.GetNames<TextFormat>())}";
        if (!Enum.IsDefined(Tokenizer))
            yield return $"the tokenizer is {Tokenizer}; it is one of "
                + string.Join(", ", Enum.GetNames<TokenizerKind>());
        if (Normalize is { } form && !Enum.IsDefined(form))
            yield return $"the normalization is {form}; it is one of "
                + string.Join(", ", Enum.GetNames<TextNormalization>());
        if (TurkishCase && (KeepCase || Tokenizer != TokenizerKind.Paper))
            yield return "the Turkish case is asked for where no letter is lowered; leave it out, or lower the case";
        if (TextField is not null && TextField == LabelField)
            yield return $"text field and label field are both '{TextField}'; name two fields";
        if (Format == TextFormat.Lines && (TextField ?? LabelField) is not null)
            yield return "plain lines have no fields; leave text field and label field out, or give another format";
        if (Format == TextFormat.Lines && Header == HeaderRow.Yes)
            yield return "plain lines have no header; leave it out, or give another format";
        if (!Enum.IsDefined(Header))
            yield return $"the header is {Header}; it is one of {string.Join(", ", Enum.GetNames<HeaderRow>())}";
        if (Coverage is not null && MaxWords is not null)
            yield return "there are both a coverage and a number of words; give one or the other";
        if (Coverage is not null and not (> 0 and <= 1))
            yield return Invariant($"the coverage is {Coverage}; it is above 0 and at most 1");
        if (Coverage is not null && Tokenizer == TokenizerKind.Bpe)
            yield return "bpe has pieces for every text and needs no coverage; give a number of words instead";
        if (Tokenizer == TokenizerKind.Bpe && MaxWords < BytePairs.ByteAlphabet.Size)
            yield return $"the number of words is {MaxWords}; for bpe it is at least {BytePairs.ByteAlphabet.Size}, the bytes";
        else if (MaxWords < 1)
            yield return $"the number of words is {MaxWords}; it is at least 1";
        if (!Split.IsSound())
            yield return $"the split is {Split}; it is {SplitSizes.Allowed}, and training is not 0";
        if (MinLength < 1)
            yield return $"the smallest length is {MinLength}; it is at least 1";
        if (MaxLength < MinLength)
            yield return $"the greatest length is {MaxLength}, below the smallest, {MinLength}";
        if (TokensPerFile < 1)
            yield return $"the tokens of a file are {TokensPerFile}; they are at least 1";
        if (MaxRecordBytes is < 1 or > 1 << 30)
            yield return $"the longest record is {MaxRecordBytes} bytes; it is at least 1 and at most {1 << 30}";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

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

    /// <summary>How texts are cut into words.</summary>
    public TokenizerKind Tokenizer { get; init; }

    /// <summary>Whether capital letters stay; <see cref="TokenizerKind.Whitespace"/> keeps them anyway.</summary>
    public bool KeepCase { get; init; }

    /// <summary>
    /// The share of the training split's words that the vocabulary covers, above 0 and at most 1. Null: 0.97 for
    /// <see cref="TokenizerKind.Paper"/>, 1 for <see cref="TokenizerKind.Whitespace"/>, whose texts have been trimmed
    /// already.
    /// </summary>
    public double? Coverage { get; init; }

    /// <summary>Instead of <see cref="Coverage"/>: how many words, not counting the specials.</summary>
    public int? MaxWords { get; init; }

    /// <summary>How <see cref="Inputs"/> are split. Every share above 0 gets one sentence at least.</summary>
    public SplitSizes Split { get; init; } = new(0.91, 0.03, 0.06);

    /// <summary>What the random split is drawn from.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Fewest words of a text.</summary>
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
        Strict = Strict,
        MaxRecordBytes = MaxRecordBytes,
    };

    /// <summary>The coverage in effect, or null where <see cref="MaxWords"/> decides.</summary>
    internal double? EffectiveCoverage =>
        MaxWords is null ? Coverage ?? (Tokenizer == TokenizerKind.Whitespace ? 1.0 : 0.97) : null;

    /// <summary>Checks every option.</summary>
    /// <exception cref="RecipeException">The message lists every option that cannot be used.</exception>
    public void Validate()
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
        if (TextField is not null && TextField == LabelField)
            yield return $"text field and label field are both '{TextField}'; name two fields";
        if (Format == TextFormat.Lines && (TextField ?? LabelField) is not null)
            yield return "plain lines have no fields; leave text field and label field out, or give another format";
        if (Coverage is not null && MaxWords is not null)
            yield return "there are both a coverage and a number of words; give one or the other";
        if (Coverage is not null and not (> 0 and <= 1))
            yield return Invariant($"the coverage is {Coverage}; it is above 0 and at most 1");
        if (MaxWords < 1)
            yield return $"the number of words is {MaxWords}; it is at least 1";
        if (!Split.IsSound())
            yield return $"the split is {Split}; it is {SplitSizes.Allowed}, and training is not 0";
        if (MinLength < 1)
            yield return $"the smallest length is {MinLength}; it is at least 1";
        if (MaxLength < MinLength)
            yield return $"the greatest length is {MaxLength}, below the smallest, {MinLength}";
        if (MaxRecordBytes is < 1 or > 1 << 30)
            yield return $"the longest record is {MaxRecordBytes} bytes; it is at least 1 and at most {1 << 30}";
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

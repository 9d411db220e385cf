using System.Text.Json.Serialization;

namespace TextVae.Corpus;

/// <summary>
/// What <c>dataset.json</c> says of a dataset folder. It holds no time and no path, so that the same inputs and options
/// make the same file.
/// </summary>
public sealed record DatasetInfo
{
    /// <summary>The version of the folder's format that this program reads and writes.</summary>
    public const int CurrentFormatVersion = 1;

    /// <summary>The version of the folder's format.</summary>
    public required int FormatVersion { get; init; }

    /// <summary>
    /// SHA-256 over the checksums of vocabulary, sentences and labels: it identifies the dataset by its content.
    /// </summary>
    public required string Hash { get; init; }

    /// <summary>The options in effect.</summary>
    public required DatasetOptions Options { get; init; }

    /// <summary>The vocabulary.</summary>
    public required VocabularyInfo Vocabulary { get; init; }

    /// <summary>The training split.</summary>
    public required SplitInfo Train { get; init; }

    /// <summary>The validation split.</summary>
    public required SplitInfo Valid { get; init; }

    /// <summary>The test split.</summary>
    public required SplitInfo Test { get; init; }

    /// <summary>The labels, or null where no text has one.</summary>
    public required LabelsInfo? Labels { get; init; }

    /// <summary>The records that were left out, by reason.</summary>
    public required IReadOnlyList<SkippedRecords> Skipped { get; init; }

    /// <summary>The files it was made from.</summary>
    public required IReadOnlyList<InputInfo> Inputs { get; init; }

    /// <summary>Whether <see cref="DatasetBuilder"/> found this dataset made already; not part of the file.</summary>
    [JsonIgnore]
    public bool AlreadyPrepared { get; init; }

    /// <summary>One of the three splits.</summary>
    [JsonIgnore]
    public SplitInfo this[Split split] => split switch
    {
        Split.Train => Train,
        Split.Valid => Valid,
        Split.Test => Test,
        _ => throw new ArgumentOutOfRangeException(nameof(split), split, "Not a split."),
    };
}

/// <summary>The options a dataset was made with; those that had no effect are null.</summary>
/// <param name="Format">See <see cref="PrepareOptions.Format"/>; the format found is with each input.</param>
/// <param name="TextField">See <see cref="PrepareOptions.TextField"/>.</param>
/// <param name="LabelField">See <see cref="PrepareOptions.LabelField"/>.</param>
/// <param name="Tokenizer">See <see cref="PrepareOptions.Tokenizer"/>.</param>
/// <param name="KeepCase">See <see cref="PrepareOptions.KeepCase"/>.</param>
/// <param name="Coverage">See <see cref="PrepareOptions.Coverage"/>; null where the number of words decided.</param>
/// <param name="MaxWords">See <see cref="PrepareOptions.MaxWords"/>.</param>
/// <param name="Split">See <see cref="PrepareOptions.Split"/>; null where the inputs came split.</param>
/// <param name="Seed">See <see cref="PrepareOptions.Seed"/>; null where the inputs came split.</param>
/// <param name="MinLength">See <see cref="PrepareOptions.MinLength"/>.</param>
/// <param name="MaxLength">See <see cref="PrepareOptions.MaxLength"/>.</param>
/// <param name="MaxRecordBytes">See <see cref="PrepareOptions.MaxRecordBytes"/>.</param>
/// <param name="Strict">See <see cref="PrepareOptions.Strict"/>.</param>
/// <param name="Normalize">See <see cref="PrepareOptions.Normalize"/>.</param>
/// <param name="TurkishCase">See <see cref="PrepareOptions.TurkishCase"/>.</param>
/// <param name="TokensPerFile">See <see cref="PrepareOptions.TokensPerFile"/>.</param>
/// <param name="Header">See <see cref="PrepareOptions.Header"/>.</param>
public sealed record DatasetOptions(
    TextFormat Format,
    string? TextField,
    string? LabelField,
    TokenizerKind Tokenizer,
    bool KeepCase,
    double? Coverage,
    int? MaxWords,
    SplitSizes? Split,
    long? Seed,
    int MinLength,
    int? MaxLength,
    int MaxRecordBytes,
    bool Strict,
    TextNormalization Normalize = TextNormalization.None,
    bool TurkishCase = false,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] long? TokensPerFile = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] HeaderRow Header = HeaderRow.Auto)
{
    /// <summary>How texts become words.</summary>
    [JsonIgnore]
    public TokenizerOptions TokenizerOptions => new()
    {
        Kind = Tokenizer,
        KeepCase = KeepCase,
        TurkishCase = TurkishCase,
        Normalize = Normalize,
    };
}

/// <summary>The vocabulary of a dataset.</summary>
/// <param name="Count">Number of ids, the specials among them.</param>
/// <param name="Types">Number of different targets: the words, the unknown word and the end.</param>
/// <param name="Sha256">Checksum of <c>vocabulary.txt</c>.</param>
/// <param name="MergesSha256">Checksum of <c>merges.txt</c>; null for a tokenizer that has none.</param>
public sealed record VocabularyInfo(int Count, int Types, string Sha256, string? MergesSha256 = null);

/// <summary>One split of a dataset.</summary>
/// <param name="Sentences">Number of sentences.</param>
/// <param name="Tokens">Number of targets: the words and one end a sentence.</param>
/// <param name="UnknownShare">The share of its words that are not in the vocabulary, from 0 to 1; ends do not count.</param>
/// <param name="Lengths">The lengths of its sentences in words.</param>
/// <param name="Bytes">The size of its token file, or of all of them.</param>
/// <param name="Sha256">Checksum of its token file, or over the checksums of its files.</param>
/// <param name="Files">Its token files in order, where it was written to several; else null.</param>
public sealed record SplitInfo(
    int Sentences, long Tokens, double UnknownShare, LengthSummary Lengths, long Bytes, string Sha256,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<TokenFileInfo>? Files = null);

/// <summary>One of several token files of a split.</summary>
/// <param name="Sentences">Number of sentences.</param>
/// <param name="Tokens">Number of targets: the words and one end a sentence.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its checksum.</param>
public sealed record TokenFileInfo(int Sentences, long Tokens, long Bytes, string Sha256);

/// <summary>How long sentences are, in words without the end. All are 0 where there is no sentence.</summary>
/// <param name="Min">The shortest.</param>
/// <param name="Mean">The mean.</param>
/// <param name="Median">The median: the shortest length that half of the sentences do not exceed.</param>
/// <param name="P95">The shortest length that 95 % of the sentences do not exceed.</param>
/// <param name="Max">The longest.</param>
public sealed record LengthSummary(int Min, double Mean, int Median, int P95, int Max);

/// <summary>The labels of a dataset.</summary>
/// <param name="Count">How many different ones there are.</param>
/// <param name="Sha256">Checksum over the checksums of <c>labels.txt</c> and of the three label files.</param>
/// <param name="Sentences">
/// How many sentences of all splits have each, in the order of <c>labels.txt</c>; null in datasets of earlier versions. The rest has
/// none.
/// </param>
public sealed record LabelsInfo(
    int Count, string Sha256,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<int>? Sentences = null);

/// <summary>A file that a dataset was made from.</summary>
/// <param name="Name">Its name without the folder.</param>
/// <param name="Entry">The entry of the archive, where the user named one.</param>
/// <param name="Split">The split it was given for, or null where it was split at random.</param>
/// <param name="Format">The format it turned out to have.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Sha256">Its checksum.</param>
public sealed record InputInfo(string Name, string? Entry, Split? Split, TextFormat Format, long Bytes, string Sha256);

namespace TextVae.Corpus;

/// <summary>Why a record was left out.</summary>
public enum SkipReason
{
    /// <summary>Its bytes are not UTF-8.</summary>
    InvalidUtf8,

    /// <summary>It is not a JSON object.</summary>
    BrokenJson,

    /// <summary>It is the last one and ends in the middle.</summary>
    CutOff,

    /// <summary>It has no text where the text should be.</summary>
    MissingField,

    /// <summary>It has more bytes than <see cref="TextReadOptions.MaxRecordBytes"/>.</summary>
    TooManyBytes,

    /// <summary>It has fewer words than <see cref="PrepareOptions.MinLength"/>.</summary>
    TooShort,

    /// <summary>It has more words than <see cref="PrepareOptions.MaxLength"/>.</summary>
    TooLong,

    /// <summary>It is a row of a CSV or TSV file with more fields than the first row.</summary>
    ExtraFields,

    /// <summary>It is a row of a CSV file with a field that opens with a quote and is never closed.</summary>
    OpenQuote,
}

/// <summary>Where a record is.</summary>
/// <param name="File">The name of its file.</param>
/// <param name="Line">The line it starts at, counted from 1.</param>
/// <param name="Offset">
/// The byte of the unpacked file it starts at, counted from 0; of invalid UTF-8, the first invalid byte; null for a
/// record that is sound.
/// </param>
public sealed record RecordPlace(string File, long Line, long? Offset);

/// <summary>The records that were left out for one reason.</summary>
/// <param name="Reason">The reason.</param>
/// <param name="Count">How many.</param>
/// <param name="First">Where the first few of them are.</param>
public sealed record SkippedRecords(SkipReason Reason, long Count, IReadOnlyList<RecordPlace> First)
{
    /// <summary>What turns a file of the most common other encoding into one that can be read.</summary>
    internal const string FromLatin1 = "iconv -f LATIN1 -t UTF-8";

    /// <summary>
    /// How many, why, and where the first is: <c>3 with too few words (first: a.txt, line 7)</c>. Of what is not UTF-8, also what
    /// may make it so.
    /// </summary>
    public string Describe()
    {
        var remedy = Reason == SkipReason.InvalidUtf8 ? $"; a file in Latin-1 is converted by `{FromLatin1}`" : "";
        var first = First.Count == 0 ? "" : $" (first: {First[0].File}, line {First[0].Line}{remedy})";
        return $"{Count} {InWords(Reason)}{first}";
    }

    /// <summary>The reason, to go after "the record is".</summary>
    internal static string InWords(SkipReason reason) => reason switch
    {
        SkipReason.InvalidUtf8 => "not UTF-8",
        SkipReason.BrokenJson => "not a JSON object",
        SkipReason.CutOff => "cut off at the end of the file",
        SkipReason.MissingField => "without the text field",
        SkipReason.TooManyBytes => "longer than the limit in bytes",
        SkipReason.TooShort => "with too few words",
        SkipReason.TooLong => "with too many words",
        SkipReason.ExtraFields => "with more fields than the first row",
        SkipReason.OpenQuote => "with a quote that is never closed",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "Not a reason."),
    };
}

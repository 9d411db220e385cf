using System.Text.Json.Serialization;

namespace TextVae.Corpus;

/// <summary>How raw text is written down.</summary>
public enum TextFormat
{
    /// <summary>
    /// By the file's name (<c>.jsonl</c>, <c>.ndjson</c>, <c>.json</c>, <c>.csv</c>, <c>.tsv</c>, <c>.tab</c>,
    /// <c>.txt</c>), then by its first character. JSON whose first object has <c>review_id</c>, <c>stars</c> and
    /// <c>text</c> is <see cref="Yelp"/>.
    /// </summary>
    Auto,

    /// <summary>
    /// The <c>review.json</c> of the Yelp data set: <see cref="JsonLines"/> whose label is <c>stars</c> and whose id is
    /// <c>review_id</c>.
    /// </summary>
    Yelp,

    /// <summary>One JSON object a line, or one JSON array of objects over any number of lines.</summary>
    [JsonStringEnumMemberName("jsonl")]
    JsonLines,

    /// <summary>
    /// Rows of fields with a comma between them, or with semicolons: where the first row has more of these than commas outside of
    /// quotes and none before a space, and nine in ten of the next rows (up to 20) have as many. See
    /// <see cref="TextReadOptions.TextField"/>.
    /// </summary>
    Csv,

    /// <summary>Rows of fields with a tab between them; see <see cref="TextReadOptions.TextField"/>.</summary>
    Tsv,

    /// <summary>One text a line.</summary>
    Lines,
}

/// <summary>Whether the first row of a CSV or TSV file names its columns.</summary>
public enum HeaderRow
{
    /// <summary>
    /// It does where a field is given by its name, where a column that is looked for is called <c>text</c>, and where the cell of
    /// the text has a name that such columns usually have and no cell of the row is a number. Usual are <c>text</c>,
    /// <c>review</c>, <c>comment</c>, <c>message</c>, <c>body</c>, <c>content</c>, <c>sentence</c>, <c>description</c>,
    /// <c>title</c>, <c>summary</c>, <c>tweet</c>, <c>question</c>, <c>answer</c> and <c>document</c>, in any case and with an s,
    /// also joined to other words (<c>review_text</c>, <c>reviewText</c>) or as the last of two or three (<c>Ticket text</c>).
    /// </summary>
    Auto,

    /// <summary>It does.</summary>
    Yes,

    /// <summary>It is a record as all others, and fields are given by their numbers.</summary>
    No,
}

/// <summary>How to read raw text.</summary>
public sealed record TextReadOptions
{
    /// <summary>The format.</summary>
    public TextFormat Format { get; init; }

    /// <summary>
    /// Where the text is. JSON: the name of a member, <c>text</c> if null; <c>meta.title</c> is the member <c>title</c> of the
    /// object <c>meta</c> where no member has the name with the dot. CSV and TSV: the name of a column in any case, which the
    /// first row then must hold, or its number from 1. Null there: the column called <c>text</c> if the first row has one;
    /// else the only column; else, of two columns, the one with spaces in its first row (of two that <see cref="Header"/> says
    /// are names, the one with a usual name), the other being the label.
    /// </summary>
    public string? TextField { get; init; }

    /// <summary>Where the label is, named in the same way; null: <c>stars</c> for Yelp, else no label.</summary>
    public string? LabelField { get; init; }

    /// <summary>Whether the first row of a CSV or TSV file names the columns; other formats have none.</summary>
    public HeaderRow Header { get; init; }

    /// <summary>
    /// What each record is called, named in the same way, but in JSON a member of the record itself; null: <c>review_id</c> for Yelp, <c>id</c>
    /// for other JSON, and no id in CSV and TSV.
    /// </summary>
    public string? IdField { get; init; }

    /// <summary>Whether a record that cannot be used is an error instead of being left out and counted.</summary>
    public bool Strict { get; init; }

    /// <summary>Longest record in bytes; longer ones are left out and never held in memory.</summary>
    public int MaxRecordBytes { get; init; } = 16 << 20;
}

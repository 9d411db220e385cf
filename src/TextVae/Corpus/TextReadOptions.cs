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

    /// <summary>Rows of fields with a comma between them; see <see cref="TextReadOptions.TextField"/>.</summary>
    Csv,

    /// <summary>Rows of fields with a tab between them; see <see cref="TextReadOptions.TextField"/>.</summary>
    Tsv,

    /// <summary>One text a line.</summary>
    Lines,
}

/// <summary>How to read raw text.</summary>
public sealed record TextReadOptions
{
    /// <summary>The format.</summary>
    public TextFormat Format { get; init; }

    /// <summary>
    /// Where the text is. JSON: the name of a member, <c>text</c> if null. CSV and TSV: the name of a column, which the
    /// first row then must hold, or its number from 1, and then the first row is data (unless
    /// <see cref="LabelField"/> is a name). Null there: the column called <c>text</c> if the first row has one; else
    /// the only column; else, of two columns, the one with spaces in its first row, the other being the label.
    /// </summary>
    public string? TextField { get; init; }

    /// <summary>Where the label is, named in the same way; null: <c>stars</c> for Yelp, else no label.</summary>
    public string? LabelField { get; init; }

    /// <summary>Whether a record that cannot be used is an error instead of being left out and counted.</summary>
    public bool Strict { get; init; }

    /// <summary>Longest record in bytes; longer ones are left out and never held in memory.</summary>
    public int MaxRecordBytes { get; init; } = 16 << 20;
}

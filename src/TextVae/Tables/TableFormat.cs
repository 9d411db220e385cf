namespace TextVae.Tables;

/// <summary>How results lie in a file.</summary>
public enum TableFormat
{
    /// <summary>A JSON object a line (<c>.jsonl</c>, <c>.ndjson</c>, <c>.json</c>).</summary>
    Json,

    /// <summary>Rows of fields with commas, the first row their names (<c>.csv</c>). A vector has a column for each number.</summary>
    Csv,

    /// <summary>NumPy's own format (<c>.npy</c>): the vectors alone, float32 [rows, numbers].</summary>
    Npy,

    /// <summary>Apache Parquet (<c>.parquet</c>). A vector is a list of float.</summary>
    Parquet,
}

/// <summary>Which format a file's name asks for.</summary>
public static class TableFormats
{
    /// <summary>The format of a name's ending; null for any other ending, or none.</summary>
    public static TableFormat? Of(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".jsonl" or ".ndjson" or ".json" => TableFormat.Json,
        ".csv" => TableFormat.Csv,
        ".npy" => TableFormat.Npy,
        ".parquet" => TableFormat.Parquet,
        _ => null,
    };
}

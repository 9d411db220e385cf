namespace TextVae.Corpus.Reading;

/// <summary>
/// Whether any record had the fields that were asked for, and which fields there are, for the error if none had.
/// </summary>
internal sealed class FieldCensus(string file, string textField, string? requiredLabel)
{
    private const int NamesKept = 30;

    private readonly List<string> _names = [];
    private bool _anyRecord;
    private bool _anyText;
    private bool _anyLabel;

    /// <summary>Whether names are still worth collecting.</summary>
    public bool WantsNames => (!_anyText || (requiredLabel is not null && !_anyLabel)) && _names.Count < NamesKept;

    public void Name(string name)
    {
        if (_names.Count < NamesKept && !_names.Contains(name, StringComparer.Ordinal))
            _names.Add(name);
    }

    public void Count(bool hasText, bool hasLabel)
    {
        _anyRecord = true;
        _anyText |= hasText;
        _anyLabel |= hasLabel;
    }

    /// <summary>Throws where there were records and none had the field.</summary>
    public void Conclude()
    {
        if (_anyRecord && !_anyText)
            throw Missing("text", textField, "text");
        if (_anyRecord && requiredLabel is not null && !_anyLabel)
            throw Missing("label", requiredLabel, "value");
    }

    private DataException Missing(string role, string field, string value) => new(
        $"No record of '{file}' has a {value} in the field '{field}'. The fields found are: "
        + $"{string.Join(", ", _names)}. Name one of them as the {role} field.");
}

namespace TextVae.Corpus.Reading;

/// <summary>
/// Whether any record had the fields that were asked for, and which fields there are, for the error if none had.
/// </summary>
/// <param name="file">The name of the file.</param>
/// <param name="textField">The field with the text.</param>
/// <param name="requiredLabel">The field with the label, if one was asked for.</param>
/// <param name="comparer">Which names mean the same field.</param>
internal sealed class FieldCensus(string file, string textField, string? requiredLabel, StringComparer comparer)
{
    private const int NamesKept = 30;

    private readonly List<string> _names = [];
    private readonly List<string> _texts = [];
    private readonly List<string> _labels = [];
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

    /// <summary>Notes what stands in the text field of a record, where that is no text: <c>an object</c>.</summary>
    public void TextIs(string what) => Note(_texts, what);

    /// <summary>Notes what stands in the label field of a record, where that is no label.</summary>
    public void LabelIs(string what) => Note(_labels, what);

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
            throw Missing("text", textField, "text", _texts);
        if (_anyRecord && requiredLabel is not null && !_anyLabel)
            throw Missing("label", requiredLabel, "value", _labels);
    }

    private static void Note(List<string> found, string what)
    {
        if (!found.Contains(what, StringComparer.Ordinal))
            found.Add(what);
    }

    private DataException Missing(string role, string field, string value, List<string> instead)
    {
        string[] others = [.. _names.Where(name => !comparer.Equals(name, field))];
        var what = instead.Count == 0 ? "" : $", which is {string.Join(" or ", instead)}";
        var advice = others.Length == 0
            ? "There is no other field. Give a file that has one."
            : $"The {(others.Length < _names.Count ? "other " : "")}fields found are: {string.Join(", ", others)}. Name one of them as the "
                + $"{role} field.";
        return new DataException($"No record of '{file}' has a {value} in the field '{field}'{what}. {advice}");
    }
}

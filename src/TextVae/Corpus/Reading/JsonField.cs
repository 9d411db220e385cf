using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TextVae.Corpus.Reading;

/// <summary>
/// A member of JSON objects that is looked for: the one of its name, or else, where the name has dots, the one that its parts lead to
/// (<c>meta.title</c>: the member <c>title</c> of the object <c>meta</c>).
/// </summary>
internal sealed class JsonField
{
    private readonly byte[] _name;
    private readonly byte[][] _path;
    private readonly bool _isText;

    /// <param name="name">The name.</param>
    /// <param name="isText">Whether only a string will do, as it stands; else any single value will, as a label is kept.</param>
    public JsonField(string name, bool isText)
    {
        _name = Encoding.UTF8.GetBytes(name);
        _path = [.. name.Split('.').Select(part => Encoding.UTF8.GetBytes(part))];
        _isText = isText;
    }

    /// <summary>What the record at hand has there; null for nothing that can be used.</summary>
    public string? Value { get; private set; }

    /// <summary>What stands there instead of what can be used, such as <c>an object</c>; null where nothing does.</summary>
    public string? Instead { get; private set; }

    /// <summary>Forgets the last record.</summary>
    public void Clear() => (Value, Instead) = (null, null);

    /// <summary>Whether the reader stands at the name of this member.</summary>
    public bool IsAt(ref Utf8JsonReader reader) => reader.ValueTextEquals(_name);

    /// <summary>Whether the reader stands at a name that this member may be within.</summary>
    public bool MayBeWithin(ref Utf8JsonReader reader) => _path.Length > 1 && reader.ValueTextEquals(_path[0]);

    /// <summary>Takes the value that the reader stands at.</summary>
    public void Take(ref Utf8JsonReader reader)
    {
        Value = _isText ? Text(ref reader) : Scalar(ref reader);
        Instead = Value is null ? InWords(reader.TokenType) : null;
    }

    /// <summary>Looks within an object; the reader is a copy, and the one that it is of stays where it is.</summary>
    public void LookWithin(Utf8JsonReader reader, int depth = 1)
    {
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isOnTheWay = reader.ValueTextEquals(_path[depth]);
            reader.Read();
            if (isOnTheWay && depth == _path.Length - 1)
                Take(ref reader);
            else if (isOnTheWay && reader.TokenType == JsonTokenType.StartObject)
                LookWithin(reader, depth + 1);
            reader.Skip();
        }
    }

    /// <summary>A string, a number or a truth value in the one spelling that a label has; else null.</summary>
    public static string? Scalar(ref Utf8JsonReader reader)
    {
        switch (reader.TokenType)
        {
            case JsonTokenType.String:
                return LabelText.Normalise(reader.GetString());
            case JsonTokenType.True:
                return "true";
            case JsonTokenType.False:
                return "false";
            case JsonTokenType.Number:
                var number = reader.ValueSpan;
                Span<char> characters = stackalloc char[64];
                return number.Length <= 64 && Encoding.UTF8.TryGetChars(number, characters, out var length)
                    ? LabelText.Normalise(characters[..length])
                    : reader.TryGetDouble(out var value) ? value.ToString(CultureInfo.InvariantCulture) : null;
            default:
                return null;
        }
    }

    private static string? Text(ref Utf8JsonReader reader) =>
        reader.TokenType == JsonTokenType.String ? reader.GetString() : null;

    private static string InWords(JsonTokenType type) => type switch
    {
        JsonTokenType.StartObject => "an object",
        JsonTokenType.StartArray => "a list",
        JsonTokenType.Number => "a number",
        JsonTokenType.True or JsonTokenType.False => "true or false",
        JsonTokenType.String => "empty",
        _ => "null",
    };
}

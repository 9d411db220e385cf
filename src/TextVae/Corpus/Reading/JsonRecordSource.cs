using System.Globalization;
using System.Text;
using System.Text.Json;

namespace TextVae.Corpus.Reading;

/// <summary>JSON objects: the text, the label and the id are members of each.</summary>
internal sealed class JsonRecordSource : IRecordSource
{
    private readonly IRecordSlicer _slicer;
    private readonly SliceCheck _check;
    private readonly FieldCensus _census;
    private readonly byte[] _textField;
    private readonly byte[]? _labelField;
    private readonly byte[]? _idField;

    public JsonRecordSource(IRecordSlicer slicer, SliceCheck check, TextReadOptions options, bool yelp, string file)
    {
        _slicer = slicer;
        _check = check;
        var text = options.TextField ?? "text";
        var label = options.LabelField ?? (yelp ? "stars" : null);
        _census = new FieldCensus(file, text, options.LabelField);
        _textField = Encoding.UTF8.GetBytes(text);
        _labelField = label is null ? null : Encoding.UTF8.GetBytes(label);
        _idField = yelp ? "review_id"u8.ToArray() : "id"u8.ToArray();
    }

    public TextRecord? Next()
    {
        while (_slicer.TryNext(out var slice))
        {
            var blank = slice.State == SliceState.Whole && slice.Bytes.IndexOfAnyExcept(" \t\r"u8) < 0;
            if (blank || !_check.Passes(slice))
                continue;
            try
            {
                if (Parse(slice) is { } record)
                    return record;
                _check.Reject(SkipReason.MissingField, slice);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                _check.Reject(slice.State == SliceState.Last ? SkipReason.CutOff : SkipReason.BrokenJson, slice);
            }
        }
        _census.Conclude();
        return null;
    }

    /// <summary>The record, or null where it has no text.</summary>
    /// <exception cref="JsonException">It is not one object.</exception>
    /// <exception cref="InvalidOperationException">A string has half a surrogate pair in it.</exception>
    private TextRecord? Parse(in RecordSlice slice)
    {
        Utf8JsonReader reader = new(slice.Bytes);
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
            throw new JsonException("Not an object.");
        string? text = null;
        string? label = null;
        string? id = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (_census.WantsNames)
                _census.Name(reader.GetString()!);
            if (reader.ValueTextEquals(_textField))
            {
                reader.Read();
                text = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
            else if (_labelField is not null && reader.ValueTextEquals(_labelField))
            {
                reader.Read();
                label = Scalar(ref reader);
            }
            else if (reader.ValueTextEquals(_idField))
            {
                reader.Read();
                id = Scalar(ref reader);
            }
            else
            {
                reader.Read();
            }
            reader.Skip();
        }
        if (reader.Read())
            throw new JsonException("More than one value.");
        _census.Count(text is not null, label is not null);
        return text is null ? null : new TextRecord(text, label, id, slice.Line);
    }

    private static string? Scalar(ref Utf8JsonReader reader)
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
}

using System.Text;
using System.Text.Json;

namespace TextVae.Corpus.Reading;

/// <summary>JSON objects: the text, the label and the id are members of each, or of objects in it.</summary>
internal sealed class JsonRecordSource : IRecordSource
{
    private readonly IRecordSlicer _slicer;
    private readonly SliceCheck _check;
    private readonly FieldCensus _census;
    private readonly JsonField _text;
    private readonly JsonField? _label;
    private readonly byte[] _idField;

    public JsonRecordSource(IRecordSlicer slicer, SliceCheck check, TextReadOptions options, bool yelp, string file)
    {
        _slicer = slicer;
        _check = check;
        var text = options.TextField ?? "text";
        var label = options.LabelField ?? (yelp ? "stars" : null);
        _census = new FieldCensus(file, text, options.LabelField, StringComparer.Ordinal);
        _text = new JsonField(text, isText: true);
        _label = label is null ? null : new JsonField(label, isText: false);
        _idField = Encoding.UTF8.GetBytes(options.IdField ?? (yelp ? "review_id" : "id"));
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
        _text.Clear();
        _label?.Clear();
        string? id = null;
        (var textByName, var labelByName) = (false, false);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = _census.WantsNames ? reader.GetString() : null;
            if (_text.IsAt(ref reader))
            {
                reader.Read();
                _text.Take(ref reader);
                textByName = true;
            }
            else if (_label is not null && _label.IsAt(ref reader))
            {
                reader.Read();
                _label.Take(ref reader);
                labelByName = true;
            }
            else if (reader.ValueTextEquals(_idField))
            {
                reader.Read();
                id = JsonField.Scalar(ref reader);
            }
            else
            {
                var maybeText = !textByName && _text.MayBeWithin(ref reader);
                var maybeLabel = !labelByName && _label is not null && _label.MayBeWithin(ref reader);
                reader.Read();
                if (maybeText && reader.TokenType == JsonTokenType.StartObject)
                    _text.LookWithin(reader);
                if (maybeLabel && reader.TokenType == JsonTokenType.StartObject)
                    _label!.LookWithin(reader);
            }
            if (name is not null)
                AddNames(name, reader);
            reader.Skip();
        }
        if (reader.Read())
            throw new JsonException("More than one value.");
        return Concluded(id, slice.Line);
    }

    private TextRecord? Concluded(string? id, long line)
    {
        if (_text.Instead is { } insteadOfText)
            _census.TextIs(insteadOfText);
        if (_label?.Instead is { } insteadOfLabel)
            _census.LabelIs(insteadOfLabel);
        _census.Count(_text.Value is not null, _label?.Value is not null);
        return _text.Value is { } text ? new TextRecord(text, _label?.Value, id, line) : null;
    }

    /// <summary>Adds the name of a member, or of an object those of its members, which can be asked for with a dot.</summary>
    /// <param name="name">The name.</param>
    /// <param name="reader">Stands at the value; a copy.</param>
    private void AddNames(string name, Utf8JsonReader reader)
    {
        if (reader.TokenType != JsonTokenType.StartObject)
        {
            _census.Name(name);
            return;
        }
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            _census.Name($"{name}.{reader.GetString()}");
            reader.Read();
            reader.Skip();
        }
    }
}

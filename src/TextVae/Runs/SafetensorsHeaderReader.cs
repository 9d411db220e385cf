using System.Text.Json;
using System.Text.Unicode;

namespace TextVae.Runs;

/// <summary>Reads the header of a safetensors file and trusts nothing in it.</summary>
internal static class SafetensorsHeaderReader
{
    /// <summary>Reads a header and checks that its tensors cover <paramref name="dataLength"/> bytes exactly once.</summary>
    /// <exception cref="InvalidDataException">It does not hold; the message says what, of which tensor.</exception>
    public static (IReadOnlyDictionary<string, string> Metadata, IReadOnlyList<StoredTensor> Tensors) Parse(
        ReadOnlyMemory<byte> header, long dataLength)
    {
        if (!Utf8.IsValid(header.Span))
            throw new InvalidDataException("its header is not valid UTF-8");
        if (header.IsEmpty || header.Span[0] != '{')
            throw new InvalidDataException("its header does not start with '{'");
        try
        {
            using var document = JsonDocument.Parse(header, new() { MaxDepth = 8 });
            return Parse(document.RootElement, dataLength);
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"its header is not valid JSON: {exception.Message}", exception);
        }
        catch (InvalidOperationException exception)
        {
            // A string with half of a surrogate pair is valid JSON and valid UTF-8, but is no text.
            throw new InvalidDataException("its header holds text that is not valid Unicode", exception);
        }
    }

    private static (IReadOnlyDictionary<string, string>, IReadOnlyList<StoredTensor>) Parse(
        JsonElement root, long dataLength)
    {
        var metadata = new Dictionary<string, string>();
        var tensors = new List<StoredTensor>();
        foreach (var (name, value) in Properties(root, "its header"))
        {
            if (name == SafetensorsHeader.MetadataKey)
                metadata = ParseMetadata(value);
            else
                tensors.Add(ParseTensor(name, value));
        }

        tensors.Sort((a, b) => (a.Offset, a.ByteLength).CompareTo((b.Offset, b.ByteLength)));
        CheckCoverage(tensors, dataLength);
        return (metadata, tensors);
    }

    private static Dictionary<string, string> ParseMetadata(JsonElement value) =>
        Properties(value, "its metadata").ToDictionary(
            pair => pair.Name,
            pair => pair.Value.ValueKind == JsonValueKind.String
                ? pair.Value.GetString()!
                : throw new InvalidDataException($"its metadata '{Excerpt.Of(pair.Name)}' is not a string"));

    private static StoredTensor ParseTensor(string name, JsonElement value)
    {
        var owner = $"its tensor '{Excerpt.Of(name)}'";
        var fields = Properties(value, owner).ToDictionary(pair => pair.Name, pair => pair.Value);
        if (fields.Count != 3 || !fields.TryGetValue("dtype", out var typeValue)
            || !fields.TryGetValue("shape", out var shapeValue)
            || !fields.TryGetValue("data_offsets", out var offsetsValue))
        {
            throw new InvalidDataException(
                $"{owner} has the fields '{Excerpt.List([.. fields.Keys], "', '")}' instead of 'dtype', 'shape' and 'data_offsets'");
        }

        var type = ParseType(typeValue, owner);
        var shape = Numbers(shapeValue, $"the shape of {owner}");
        var offsets = Numbers(offsetsValue, $"the data_offsets of {owner}");
        if (offsets.Length != 2 || offsets[1] < offsets[0])
            throw new InvalidDataException($"the data_offsets of {owner} are not a start and an end: {Excerpt.Of(offsetsValue.ToString())}");

        var length = ByteLength(type, shape, owner);
        if (offsets[1] - offsets[0] != length)
        {
            throw new InvalidDataException(
                $"{owner} is {type} {Excerpt.Of(shapeValue.ToString())}, which takes {length} bytes, but has {offsets[1] - offsets[0]}");
        }

        return new StoredTensor(name, type, shape, offsets[0], length);
    }

    private static SafetensorsType ParseType(JsonElement value, string owner)
    {
        var names = Enum.GetNames<SafetensorsType>();
        return value.ValueKind == JsonValueKind.String && names.Contains(value.GetString())
            ? Enum.Parse<SafetensorsType>(value.GetString()!)
            : throw new InvalidDataException(
                $"{owner} has the dtype {Excerpt.Of(value.ToString())}; TextVae reads {string.Join(", ", names)}");
    }

    private static long ByteLength(SafetensorsType type, long[] shape, string owner)
    {
        try
        {
            return type.ByteLength(shape);
        }
        catch (OverflowException exception)
        {
            throw new InvalidDataException($"{owner} has more elements than a file can hold", exception);
        }
    }

    // The data is one block that the tensors tile: nothing shared, nothing hidden between them or after them.
    private static void CheckCoverage(List<StoredTensor> tensors, long dataLength)
    {
        long end = 0;
        foreach (var tensor in tensors)
        {
            if (tensor.Offset != end)
            {
                throw new InvalidDataException(
                    $"its tensor '{Excerpt.Of(tensor.Name)}' starts at byte {tensor.Offset} of the data, "
                    + (tensor.Offset < end ? $"inside the tensor before it, which ends at {end}" : $"leaving a hole from {end}"));
            }

            if (tensor.ByteLength > dataLength - end)
                throw new InvalidDataException($"its tensor '{Excerpt.Of(tensor.Name)}' ends after the {dataLength} bytes of data");
            end += tensor.ByteLength;
        }

        if (end != dataLength)
            throw new InvalidDataException($"its tensors end at byte {end} of the data, which has {dataLength}");
    }

    private static long[] Numbers(JsonElement value, string owner)
    {
        if (value.ValueKind != JsonValueKind.Array)
            throw new InvalidDataException($"{owner} is not a list of numbers: {Excerpt.Of(value.ToString())}");
        return
        [
            .. value.EnumerateArray().Select(item =>
                item.ValueKind == JsonValueKind.Number && item.TryGetInt64(out var number) && number >= 0
                    ? number
                    : throw new InvalidDataException($"{owner} is not a list of whole numbers of at least 0: {Excerpt.Of(value.ToString())}")),
        ];
    }

    private static IEnumerable<(string Name, JsonElement Value)> Properties(JsonElement value, string owner)
    {
        if (value.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"{owner} is not a JSON object");
        var seen = new HashSet<string>();
        foreach (var property in value.EnumerateObject())
        {
            if (!seen.Add(property.Name))
                throw new InvalidDataException($"{owner} names '{Excerpt.Of(property.Name)}' twice");
            yield return (property.Name, property.Value);
        }
    }
}

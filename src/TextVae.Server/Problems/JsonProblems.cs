using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TextVae.Server.Messages;

namespace TextVae.Server.Problems;

/// <summary>What is wrong with a body that could not be read: all of it, field by field.</summary>
internal static class JsonProblems
{
    // What is read where nobody says another number.
    private const int DeepestLevel = 64;

    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = int.MaxValue };

    /// <param name="body">Valid UTF-8.</param>
    /// <param name="type">What it was to be.</param>
    public static IReadOnlyList<string> Of(byte[] body, JsonTypeInfo type)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            string[] problems = [.. Of(document.RootElement, type)];
            return problems.Length > 0 ? problems : [$"The body cannot be read as an object with the fields {Names(type)}."];
        }
        catch (JsonException)
        {
            return [OfText(body, type)];
        }
        catch (InvalidOperationException)
        {
            return ["The body has a name with half a character in it, a single \\ud800 or the like. Both halves of a pair belong together."];
        }
    }

    /// <summary>Why a body cannot even be taken apart.</summary>
    private static string OfText(byte[] body, JsonTypeInfo type)
    {
        try
        {
            JsonDocument.Parse(body, AnyDepth).Dispose();
            return $"The body is nested too deep: it has lists or objects on more than {DeepestLevel} levels. It has to be one object such as {Example(type)}.";
        }
        catch (JsonException exception)
        {
            return $"The body is no JSON: something is wrong in line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}. "
                + $"It has to be one object such as {Example(type)}.";
        }
    }

    private static IEnumerable<string> Of(JsonElement root, JsonTypeInfo type)
    {
        if (root.ValueKind != JsonValueKind.Object)
        {
            yield return $"The body is {Shown(root)}; it has to be an object with the fields {Names(type)}.";
            yield break;
        }

        // As many as the body has room for, so only the first are told.
        var names = Names(type);
        foreach (var problem in Bounds.First(root.EnumerateObject().CountBy(member => member.Name).Select(field => OfName(field.Key, field.Value, type, names))))
            yield return problem;
        foreach (var property in type.Properties)
        {
            if (!root.TryGetProperty(property.Name, out var value))
            {
                if (property.IsRequired)
                    yield return $"The field '{property.Name}' is missing; it has to be {FieldKind.Of(property.PropertyType)}.";
            }
            else if (!IsReadable(value, property, type.Options))
                yield return $"The field '{property.Name}' is {Shown(value, property.PropertyType, type.Options)}; it has to be {FieldKind.Of(property.PropertyType)}.";
        }
    }

    private static string? OfName(string name, int count, JsonTypeInfo type, string names)
    {
        if (type.Properties.All(property => property.Name != name))
            return $"There is no field '{Bounds.Cut(name)}'; the fields are {names}.";
        return count > 1 ? $"The field '{name}' is there {count} times." : null;
    }

    private static bool IsReadable(JsonElement value, JsonPropertyInfo property, JsonSerializerOptions options) =>
        value.ValueKind == JsonValueKind.Null ? property.IsSetNullable : IsReadable(value, property.PropertyType, options);

    private static bool IsReadable(JsonElement value, Type type, JsonSerializerOptions options)
    {
        try
        {
            value.Deserialize(options.GetTypeInfo(type));
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Names(JsonTypeInfo type) => string.Join(", ", type.Properties.Select(property => property.Name));

    /// <summary>A body that can be read: with the fields that it has to have, or else its first one.</summary>
    private static string Example(JsonTypeInfo type)
    {
        var required = type.Properties.Where(property => property.IsRequired).ToArray();
        var fields = (required.Length > 0 ? required : type.Properties.Take(1))
            .Select(property => $"\"{property.Name}\": {FieldKind.ExampleOf(property.PropertyType)}");
        return $"{{{string.Join(", ", fields)}}}";
    }

    /// <summary>What a value is that is not of a type; of a list, which is the first of its elements that should not be there.</summary>
    private static string Shown(JsonElement value, Type type, JsonSerializerOptions options)
    {
        if (value.ValueKind == JsonValueKind.Array && options.GetTypeInfo(type) is { Kind: JsonTypeInfoKind.Enumerable, ElementType: { } elementType })
        {
            foreach (var (place, element) in value.EnumerateArray().Index())
            {
                if (!IsReadable(element, elementType, options))
                    return $"a list whose element {place + 1} is {Shown(element, elementType, options)}";
            }
        }

        return Shown(value);
    }

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        _ => Bounds.Cut(value.GetRawText()),
    };
}

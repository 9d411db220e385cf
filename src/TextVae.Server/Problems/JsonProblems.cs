using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using TextVae.Server.Messages;

namespace TextVae.Server.Problems;

/// <summary>What is wrong with a body that could not be read: all of it, field by field.</summary>
internal static class JsonProblems
{
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
        catch (JsonException exception)
        {
            return
            [
                $"The body is no JSON: something is wrong in line {exception.LineNumber + 1}, byte {exception.BytePositionInLine + 1}. "
                + "It has to be one object such as {\"texts\": [\"...\"]}.",
            ];
        }
        catch (InvalidOperationException)
        {
            return ["The body has a name with half a character in it, a single \\ud800 or the like. Both halves of a pair belong together."];
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
            else if (!IsReadable(value, property, type))
                yield return $"The field '{property.Name}' is {Shown(value)}; it has to be {FieldKind.Of(property.PropertyType)}.";
        }
    }

    private static string? OfName(string name, int count, JsonTypeInfo type, string names)
    {
        if (type.Properties.All(property => property.Name != name))
            return $"There is no field '{Bounds.Cut(name)}'; the fields are {names}.";
        return count > 1 ? $"The field '{name}' is there {count} times." : null;
    }

    private static bool IsReadable(JsonElement value, JsonPropertyInfo property, JsonTypeInfo type)
    {
        if (value.ValueKind == JsonValueKind.Null)
            return property.IsSetNullable;
        try
        {
            value.Deserialize(type.Options.GetTypeInfo(property.PropertyType));
            return true;
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    private static string Names(JsonTypeInfo type) => string.Join(", ", type.Properties.Select(property => property.Name));

    private static string Shown(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list with other things in it",
        _ => Bounds.Cut(value.GetRawText()),
    };
}

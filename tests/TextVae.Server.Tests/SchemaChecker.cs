using System.Text.Json;

namespace TextVae.Server.Tests;

/// <summary>What contradicts a schema: of JSON Schema as much as the server's document says of answers.</summary>
/// <param name="document">The OpenAPI document, which has the schemas that others refer to.</param>
internal sealed class SchemaChecker(JsonElement document)
{
    /// <summary>All that is wrong with a value.</summary>
    /// <param name="value">The value.</param>
    /// <param name="schema">What it has to be.</param>
    /// <param name="place">What messages call it.</param>
    public IEnumerable<string> Problems(JsonElement value, JsonElement schema, string place)
    {
        schema = Resolved(schema);
        if (schema.TryGetProperty("oneOf", out var choices))
        {
            return choices.EnumerateArray().Any(choice => !Problems(value, choice, place).Any())
                ? []
                : [$"{place} is {value}, which is none of {choices}."];
        }

        var types = schema.GetProperty("type");
        if (!(types.ValueKind == JsonValueKind.Array ? types.EnumerateArray().Any(type => IsOf(value, type.GetString())) : IsOf(value, types.GetString())))
            return [$"{place} is {value}, which is no {types}."];
        return value.ValueKind switch
        {
            JsonValueKind.Object => OfFields(value, schema, place),
            JsonValueKind.Array => value.EnumerateArray().Index()
                .SelectMany(element => Problems(element.Item, schema.GetProperty("items"), $"{place}[{element.Index}]")),
            _ => Array.Empty<string>(),
        };
    }

    private IEnumerable<string> OfFields(JsonElement value, JsonElement schema, string place)
    {
        if (schema.TryGetProperty("required", out var required))
        {
            foreach (var name in required.EnumerateArray().Select(name => name.GetString()!).Where(name => !value.TryGetProperty(name, out _)))
                yield return $"{place} has no {name}, which is required.";
        }

        foreach (var field in value.EnumerateObject())
        {
            var name = $"{place}.{field.Name}";
            if ((schema.TryGetProperty("properties", out var known) && known.TryGetProperty(field.Name, out var type))
                || schema.TryGetProperty("additionalProperties", out type))
            {
                foreach (var problem in Problems(field.Value, type, name))
                    yield return problem;
            }
            else
                yield return $"{name} is there, and no schema knows it.";
        }
    }

    private JsonElement Resolved(JsonElement schema) => schema.TryGetProperty("$ref", out var name)
        ? document.GetProperty("components").GetProperty("schemas").GetProperty(name.GetString()!.Split('/')[^1])
        : schema;

    private static bool IsOf(JsonElement value, string? type) => value.ValueKind switch
    {
        JsonValueKind.Null => type == "null",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        JsonValueKind.String => type == "string",
        JsonValueKind.Array => type == "array",
        JsonValueKind.Object => type == "object",
        _ => type == "number" || (type == "integer" && value.TryGetInt64(out _)),
    };
}

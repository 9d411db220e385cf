using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextVae;

/// <summary>
/// Choices in JSON files as <see cref="ChoiceName"/> spells them. Nothing else is read, neither numbers nor several names that
/// would add up to another choice or to none.
/// </summary>
internal sealed class JsonNames<T> : JsonConverter<T>
    where T : struct, Enum
{
    private static readonly (string Name, T Value)[] Choices =
        [.. Enum.GetValues<T>().Select(value => (ChoiceName.Of(value), value))];

    public override T Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        foreach (var (name, value) in Choices)
        {
            if (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(name))
                return value;
        }

        var found = reader.TokenType == JsonTokenType.String ? $"\"{Excerpt.Of(reader.GetString()!)}\"" : $"a {reader.TokenType}";
        throw new JsonException($"There is {found} where one of {string.Join(", ", Choices.Select(choice => $"\"{choice.Name}\""))} is to be.");
    }

    public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) =>
        writer.WriteStringValue(Choices.First(choice => EqualityComparer<T>.Default.Equals(choice.Value, value)).Name);
}

using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextVae;

/// <summary>Choices in JSON files as recipes spell them: lower case, words with underscores between.</summary>
internal sealed class JsonNames<T>() : JsonStringEnumConverter<T>(JsonNamingPolicy.SnakeCaseLower, allowIntegerValues: false)
    where T : struct, Enum;

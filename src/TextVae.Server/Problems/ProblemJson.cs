using System.Text.Json.Serialization;

namespace TextVae.Server.Problems;

/// <summary>How problems are written: with the names of RFC 9457.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ProblemJson : JsonSerializerContext;

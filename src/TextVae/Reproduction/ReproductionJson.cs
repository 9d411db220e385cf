using System.Text.Json.Serialization;
using TextVae.Native;

namespace TextVae.Reproduction;

/// <summary>How the JSON files of a reproduction are written. A model that went astray may have an infinite perplexity.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, Converters = [typeof(JsonNames<Precision>)])]
[JsonSerializable(typeof(ReproductionInfo))]
[JsonSerializable(typeof(SystemResult))]
internal sealed partial class ReproductionJson : JsonSerializerContext;

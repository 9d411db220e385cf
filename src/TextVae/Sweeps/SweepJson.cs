using System.Text.Json.Serialization;
using TextVae.Native;

namespace TextVae.Sweeps;

/// <summary>How the JSON files of a sweep are written. A model that went astray may have an infinite perplexity.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true, RespectNullableAnnotations = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals, Converters = [typeof(JsonNames<Precision>), typeof(JsonNames<ComputeDevice>)])]
[JsonSerializable(typeof(SweepInfo))]
[JsonSerializable(typeof(RunResult))]
internal sealed partial class SweepJson : JsonSerializerContext;

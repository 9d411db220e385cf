using System.Text.Json.Serialization;
using TextVae.Evaluation;

namespace TextVae.Runs;

/// <summary>How the JSON files of runs and models are written: snake case, indented.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunInfo))]
[JsonSerializable(typeof(ModelConfig))]
[JsonSerializable(typeof(EvaluationReport))]
internal sealed partial class RunJson : JsonSerializerContext;

/// <summary>The same for JSON lines.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(RunState))]
internal sealed partial class RunJsonLines : JsonSerializerContext;

using System.Text.Json.Serialization;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Models;
using TextVae.Native;
using TextVae.Networks;

namespace TextVae.Runs;

/// <summary>How the JSON files of runs and models are written: snake case, indented.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    AllowDuplicateProperties = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    Converters =
    [
        typeof(JsonNames<ModelKind>), typeof(JsonNames<CellKind>), typeof(JsonNames<EncoderKind>), typeof(JsonNames<SummaryKind>),
        typeof(JsonNames<DecoderKind>), typeof(JsonNames<PosteriorKind>), typeof(JsonNames<PriorKind>),
        typeof(JsonNames<AttentionKind>), typeof(JsonNames<TokenizerKind>), typeof(JsonNames<TextNormalization>),
        typeof(JsonNames<ComputeDevice>), typeof(JsonNames<Precision>),
    ])]
[JsonSerializable(typeof(RunInfo))]
[JsonSerializable(typeof(ModelConfig))]
[JsonSerializable(typeof(EvaluationReport))]
internal sealed partial class RunJson : JsonSerializerContext;

/// <summary>The same for JSON lines.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    AllowDuplicateProperties = false,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(RunState))]
internal sealed partial class RunJsonLines : JsonSerializerContext;

using System.Text.Json.Serialization;
using TextVae.Evaluation.Diagnosis;
using TextVae.Evaluation.Probes;

namespace TextVae.Reports;

/// <summary>How measured runs are kept. A model that went astray may have an infinite perplexity.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    Converters = [typeof(JsonNames<Ailment>), typeof(JsonNames<Severity>), typeof(JsonNames<ProbeKind>), typeof(JsonNames<ProbeMetric>)])]
[JsonSerializable(typeof(MeasuredRun))]
internal sealed partial class ReportJson : JsonSerializerContext;

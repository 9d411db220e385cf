using System.Text.Json.Serialization;

namespace TextVae.Server.Messages;

/// <summary>An answer: a result for each text or vector, in their order.</summary>
internal sealed record Answer<T>(IReadOnlyList<T> Results);

/// <summary>A text and its vector.</summary>
internal sealed record EncodedText(
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label,
    float[] Vector,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] float[]? LogVariance);

/// <summary>A text that was found, and how likely it is, nats.</summary>
internal sealed record FoundText(string Text, double LogProbability)
{
    /// <summary>All texts that were found, where there are several.</summary>
    public static IReadOnlyList<FoundText>? AllOf(DecodedText found) => found.Hypotheses.Count <= 1
        ? null
        : [.. found.Hypotheses.Select(text => new FoundText(text.Text, text.LogProbability))];
}

/// <summary>A text that the model has written: ln p(x|z), nats, and all texts where several were asked for.</summary>
internal sealed record WrittenText(
    string Text,
    double LogProbability,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FoundText>? Hypotheses)
{
    public static WrittenText Of(DecodedText found) => new(found.Text, found.LogProbability, FoundText.AllOf(found));
}

/// <summary>A text and what the model writes for its vector.</summary>
internal sealed record ReconstructedText(
    string Text,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Label,
    string Reconstruction,
    double LogProbability,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<FoundText>? Hypotheses);

/// <summary>What the model is, and what this server allows.</summary>
internal sealed record ModelAnswer(
    string Kind, int Latent, int Words, IReadOnlyList<string> Labels, bool PaysAttention, long Parameters, long Step, string DatasetHash,
    string? Card, LimitsAnswer Limits);

/// <summary>What this server allows of a request.</summary>
internal sealed record LimitsAnswer(
    int MaxTexts, int MaxCharacters, int MaxBody, int MaxLength, int MaxBeam, int MaxSamples, double TimeoutSeconds, int RequestsPerSecond);

/// <summary>That the server answers.</summary>
internal sealed record HealthAnswer(string Status);

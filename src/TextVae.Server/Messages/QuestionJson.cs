using System.Text.Json.Serialization;

namespace TextVae.Server.Messages;

/// <summary>How questions are read: nothing unknown, nothing twice, nothing of another type.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, RespectNullableAnnotations = true, AllowDuplicateProperties = false,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(EncodeQuestion))]
[JsonSerializable(typeof(DecodeQuestion))]
[JsonSerializable(typeof(ReconstructQuestion))]
[JsonSerializable(typeof(SampleQuestion))]
[JsonSerializable(typeof(InterpolateQuestion))]
[JsonSerializable(typeof(ScoreQuestion))]
[JsonSerializable(typeof(TransferQuestion))]
[JsonSerializable(typeof(NeighborsQuestion))]
[JsonSerializable(typeof(TextsQuestion))]
internal sealed partial class QuestionJson : JsonSerializerContext;

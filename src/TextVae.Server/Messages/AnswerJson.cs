using System.Text.Json.Serialization;

namespace TextVae.Server.Messages;

/// <summary>How answers are written: the names of the command line's <c>--json</c>, where both tell the same.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(Answer<EncodedText>))]
[JsonSerializable(typeof(Answer<WrittenText>))]
[JsonSerializable(typeof(Answer<ReconstructedText>))]
[JsonSerializable(typeof(Answer<InterpolatedText>))]
[JsonSerializable(typeof(Answer<TextScore>))]
[JsonSerializable(typeof(Answer<TransferredText>))]
[JsonSerializable(typeof(Answer<NeighborsOfText>))]
[JsonSerializable(typeof(Answer<MapText>))]
[JsonSerializable(typeof(MapAnswer))]
[JsonSerializable(typeof(PointsAnswer))]
[JsonSerializable(typeof(DirectionsAnswer))]
[JsonSerializable(typeof(TrainingAnswer))]
[JsonSerializable(typeof(ModelAnswer))]
[JsonSerializable(typeof(HealthAnswer))]
internal sealed partial class AnswerJson : JsonSerializerContext;

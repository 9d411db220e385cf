using System.Text.Json.Serialization;

namespace TextVae.Serving;

/// <summary>How attribute vectors are written.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, WriteIndented = true,
    AllowDuplicateProperties = false, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AttributeVector))]
internal sealed partial class AttributeJson : JsonSerializerContext;

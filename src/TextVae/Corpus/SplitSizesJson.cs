using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TextVae.Corpus;

/// <summary>Sizes of splits as <c>dataset.json</c> has them: a number or <c>"rest"</c> for each split.</summary>
internal sealed class SplitSizesJson : JsonConverter<SplitSizes>
{
    public override SplitSizes Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        try
        {
            return SplitSizes.Parse(string.Join(',', new[] { Split.Train, Split.Valid, Split.Test }
                .Select(split => document.RootElement.GetProperty(DatasetFiles.NameOf(split)).ToString())));
        }
        catch (Exception e) when (e is RecipeException or InvalidOperationException or KeyNotFoundException)
        {
            throw new JsonException(e.Message, e);
        }
    }

    public override void Write(Utf8JsonWriter writer, SplitSizes value, JsonSerializerOptions options)
    {
        writer.WriteStartObject();
        Write(writer, Split.Train, value.Train);
        Write(writer, Split.Valid, value.Valid);
        Write(writer, Split.Test, value.Test);
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, Split split, SplitSize size)
    {
        writer.WritePropertyName(DatasetFiles.NameOf(split));
        if (size.Unit == SplitUnit.Rest)
            writer.WriteStringValue(size.ToString());
        else
            writer.WriteRawValue(size.Value.ToString(CultureInfo.InvariantCulture));
    }
}

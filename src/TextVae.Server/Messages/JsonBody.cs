using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace TextVae.Server.Messages;

/// <summary>A JSON document as it is sent.</summary>
internal static class JsonBody
{
    // Whoever reads it sees apostrophes and letters of all languages as they are. Browsers are told its type and not to guess another, so
    // that no part of a text is ever taken for HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes it, whole.</summary>
    public static ReadOnlyMemory<byte> Of<T>(T value, JsonTypeInfo<T> type)
    {
        var body = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(body, Options))
            JsonSerializer.Serialize(writer, value, type);
        return body.WrittenMemory;
    }
}

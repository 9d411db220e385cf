using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace TextVae.Runs;

/// <summary>
/// The JSON header of a safetensors file: what its tensors are and where, and text about the file. Written here, read
/// by <see cref="SafetensorsHeaderReader"/>.
/// </summary>
internal static class SafetensorsHeader
{
    /// <summary>The longest header, in bytes, that readers of the format accept.</summary>
    public const int MaximumLength = 100_000_000;

    /// <summary>The key of the header that is no tensor's name.</summary>
    public const string MetadataKey = "__metadata__";

    /// <summary>
    /// The header of tensors stored in the order given, padded with spaces so that the data starts at a multiple of
    /// eight bytes.
    /// </summary>
    public static byte[] Format(
        IEnumerable<SafetensorsEntry> entries, IReadOnlyDictionary<string, string>? metadata = null)
    {
        var buffer = new ArrayBufferWriter<byte>();
        // The relaxed encoder leaves non-ASCII names readable; JSON needs no more, and no browser reads this.
        using (var json = new Utf8JsonWriter(buffer, new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            if (metadata is { Count: > 0 })
                WriteMetadata(json, metadata);
            long offset = 0;
            foreach (var entry in entries)
            {
                WriteEntry(json, entry, offset);
                offset = checked(offset + entry.ByteLength);
            }

            json.WriteEndObject();
        }

        var padding = -buffer.WrittenCount & 7;
        buffer.GetSpan(padding)[..padding].Fill((byte)' ');
        buffer.Advance(padding);
        return buffer.WrittenSpan.ToArray();
    }

    private static void WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string> metadata)
    {
        json.WriteStartObject(MetadataKey);
        foreach (var (key, value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteEntry(Utf8JsonWriter json, SafetensorsEntry entry, long offset)
    {
        json.WriteStartObject(entry.Name);
        json.WriteString("dtype", entry.Type.ToString());
        json.WriteStartArray("shape");
        foreach (var dimension in entry.Shape)
            json.WriteNumberValue(dimension);
        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(offset);
        json.WriteNumberValue(checked(offset + entry.ByteLength));
        json.WriteEndArray();
        json.WriteEndObject();
    }
}

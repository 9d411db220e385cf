using Google.Protobuf;

namespace TextVae.Exporting;

/// <summary>Messages of ONNX on the wire. A model needs few of their fields, so they are written by hand, by number.</summary>
internal static class OnnxMessage
{
    /// <summary>The bytes of a message.</summary>
    public static byte[] Of(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
            write(output);
        return stream.ToArray();
    }

    public static void Number(this CodedOutputStream output, int field, long value)
    {
        output.WriteTag(field, WireFormat.WireType.Varint);
        output.WriteInt64(value);
    }

    public static void Real(this CodedOutputStream output, int field, float value)
    {
        output.WriteTag(field, WireFormat.WireType.Fixed32);
        output.WriteFloat(value);
    }

    public static void Text(this CodedOutputStream output, int field, string value)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteString(value);
    }

    public static void Message(this CodedOutputStream output, int field, Action<CodedOutputStream> write)
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(ByteString.CopyFrom(Of(write)));
    }

    /// <summary>What stands before a field of so many bytes that are written elsewhere.</summary>
    public static byte[] Head(int field, long length) => Of(output =>
    {
        output.WriteTag(field, WireFormat.WireType.LengthDelimited);
        output.WriteInt64(length);
    });
}

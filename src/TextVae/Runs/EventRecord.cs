using System.Buffers.Binary;
using System.Numerics;
using Google.Protobuf;

namespace TextVae.Runs;

/// <summary>
/// TensorBoard's `Event` message and the record that it stands in. Four of its fields are all that curves need, so they are written
/// by hand: wall_time = 1, step = 2, file_version = 3, summary = 5 with value = 1 (tag = 1, simple_value = 2), session_log = 7 with
/// status = 1.
/// </summary>
internal static class EventRecord
{
    /// <summary>The first record of a file: the version of its format.</summary>
    public static byte[] Version(double wallTime) => Framed(wallTime, 0, output =>
    {
        output.WriteTag(3, WireFormat.WireType.LengthDelimited);
        output.WriteString("brain.Event:2");
    });

    /// <summary>Says that a training begins at a step, so that what an earlier file has of later ones does not count any more.</summary>
    public static byte[] SessionStart(double wallTime, long step) => Framed(wallTime, step, output =>
    {
        const int Start = 1;
        output.WriteTag(7, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(Message(session =>
        {
            session.WriteTag(1, WireFormat.WireType.Varint);
            session.WriteEnum(Start);
        }));
    });

    /// <summary>Numbers at a step.</summary>
    public static byte[] Scalars(double wallTime, long step, IEnumerable<(string Tag, double Value)> scalars) => Framed(wallTime, step, output =>
    {
        output.WriteTag(5, WireFormat.WireType.LengthDelimited);
        output.WriteBytes(Message(summary =>
        {
            foreach (var (tag, value) in scalars)
            {
                summary.WriteTag(1, WireFormat.WireType.LengthDelimited);
                summary.WriteBytes(Message(scalar =>
                {
                    scalar.WriteTag(1, WireFormat.WireType.LengthDelimited);
                    scalar.WriteString(tag);
                    scalar.WriteTag(2, WireFormat.WireType.Fixed32);
                    scalar.WriteFloat((float)value);
                }));
            }
        }));
    });

    /// <summary>CRC-32C with the bits turned as TFRecord has them, so that a checksum of what holds checksums is none of them.</summary>
    internal static uint MaskedChecksum(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = BitOperations.Crc32C(crc, value);
        return BitOperations.RotateRight(~crc, 15) + 0xA282EAD8;
    }

    private static byte[] Framed(double wallTime, long step, Action<CodedOutputStream> what)
    {
        var data = Message(output =>
        {
            output.WriteTag(1, WireFormat.WireType.Fixed64);
            output.WriteDouble(wallTime);
            output.WriteTag(2, WireFormat.WireType.Varint);
            output.WriteInt64(step);
            what(output);
        }).Span;
        // A TFRecord: length, its checksum, the message, its checksum.
        var record = new byte[12 + data.Length + 4];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(8), MaskedChecksum(record.AsSpan(0, 8)));
        data.CopyTo(record.AsSpan(12));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(12 + data.Length), MaskedChecksum(data));
        return record;
    }

    private static ByteString Message(Action<CodedOutputStream> write)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
            write(output);
        return ByteString.CopyFrom(stream.ToArray());
    }
}

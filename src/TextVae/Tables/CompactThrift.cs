using System.Buffers.Binary;

namespace TextVae.Tables;

/// <summary>
/// The structure of Thrift's compact protocol, in which Parquet says what is where. Parquet.Net trusts it, and a damaged one can make
/// it read for ever; so it is gone through here first, and what does not end within its bytes is refused.
/// </summary>
internal ref struct CompactThrift(ReadOnlySpan<byte> bytes)
{
    private const int Deepest = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes have been passed.</summary>
    public int Position { get; private set; }

    /// <summary>Passes a structure.</summary>
    /// <returns>The whole number that is its third member; 0 where that is something else or not there.</returns>
    /// <exception cref="InvalidDataException">It does not end, or is none.</exception>
    public long PassStruct(int depth = 0)
    {
        if (depth > Deepest)
            throw new InvalidDataException("it nests too deeply");
        var (field, third) = (0L, 0L);
        while (true)
        {
            var head = Byte();
            if (head == 0)
                return third;
            field = head >> 4 == 0 ? ZigZag() : field + (head >> 4);
            var value = PassValue(head & 15, depth, isInList: false);
            third = field == 3 ? value : third;
        }
    }

    /// <summary>Refuses the end of a file that is not what it should be.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static void RequireFooter(FileStream file)
    {
        Span<byte> tail = stackalloc byte[8];
        if (file.Length < 12)
            throw new InvalidDataException("it is too short");
        file.Position = file.Length - 8;
        file.ReadExactly(tail);
        var length = BinaryPrimitives.ReadUInt32LittleEndian(tail);
        if (!tail.EndsWith("PAR1"u8) || length > file.Length - 12)
            throw new InvalidDataException("it does not end as one does");
        if (length > RegularFile.ListLimit)
            throw new InvalidDataException($"its footer has {length} bytes, and at most {RegularFile.ListLimit} are read");
        RequireStructs(file, file.Length - 8 - length, length, isPages: false);
    }

    /// <summary>Refuses the pages of a column whose heads are not what they should be.</summary>
    /// <exception cref="InvalidDataException">They are damaged, or lie outside of the file.</exception>
    public static void RequirePages(FileStream file, long start, long length)
    {
        if (start < 4 || length < 1 || start > file.Length - 8 || length > file.Length - 8 - start)
            throw new InvalidDataException("a column lies outside of the file");
        RequireStructs(file, start, length, isPages: true);
    }

    private static void RequireStructs(FileStream file, long start, long length, bool isPages)
    {
        var (held, before) = (new byte[length], file.Position);
        file.Position = start;
        file.ReadExactly(held);
        file.Position = before;
        for (var at = 0L; at < length;)
        {
            CompactThrift thrift = new(held.AsSpan((int)at));
            var size = thrift.PassStruct();
            if (isPages && (size < 0 || size > length - at - thrift.Position))
                throw new InvalidDataException("a page is longer than its column");
            at = isPages ? at + thrift.Position + size : length;
        }
    }

    private long PassValue(int type, int depth, bool isInList)
    {
        switch (type)
        {
            case 1 or 2:
                return isInList ? Byte() : 0; // among members, the type is the value
            case 3:
                return Byte();
            case 4 or 5 or 6:
                return ZigZag();
            case 7:
                Pass(8);
                return 0;
            case 8:
                Pass(Varint());
                return 0;
            case 9 or 10:
                PassList(depth);
                return 0;
            case 12:
                PassStruct(depth + 1);
                return 0;
            default:
                throw new InvalidDataException($"it has a value of the unknown type {type}");
        }
    }

    private void PassList(int depth)
    {
        var head = Byte();
        var count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
        // Every element has a byte at least, so more of them than bytes there cannot be.
        if (count > (ulong)(_bytes.Length - Position) || depth > Deepest)
            throw new InvalidDataException("a list in it is longer than it is");
        for (var i = 0UL; i < count; i++)
            PassValue(head & 15, depth + 1, isInList: true);
    }

    private void Pass(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Position))
            throw new InvalidDataException("it ends in the middle");
        Position += (int)count;
    }

    private byte Byte()
    {
        Pass(1);
        return _bytes[Position - 1];
    }

    private long ZigZag()
    {
        var number = Varint();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    private ulong Varint()
    {
        var number = 0UL;
        for (var shift = 0; shift < 64; shift += 7)
        {
            var part = Byte();
            number |= (ulong)(part & 127) << shift;
            if (part < 128)
                return number;
        }

        throw new InvalidDataException("a number in it does not end");
    }
}

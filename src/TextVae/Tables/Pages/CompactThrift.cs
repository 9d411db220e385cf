namespace TextVae.Tables.Pages;

/// <summary>
/// Thrift's compact protocol, in which Parquet says what is where. Nothing of it is trusted: whatever is passed takes a byte at least,
/// and what does not end within the bytes is refused, so that reading ends.
/// </summary>
internal ref struct CompactThrift(ReadOnlySpan<byte> bytes)
{
    private const int Deepest = 32;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    /// <summary>How many bytes have been passed.</summary>
    public int Position { get; private set; }

    /// <summary>Goes to the next member of a structure.</summary>
    /// <param name="member">The number of the last one, 0 before the first; becomes that of the next.</param>
    /// <param name="type">What kind of value follows.</param>
    /// <returns>False at the end of the structure.</returns>
    /// <exception cref="InvalidDataException">It does not end.</exception>
    public bool Next(ref int member, out int type)
    {
        var head = Byte();
        type = head & 15;
        if (head == 0)
            return false;
        member = head >> 4 == 0 ? (int)ZigZag() : member + (head >> 4);
        return true;
    }

    /// <summary>The whole number that is a member; a truth value is 1 or 0.</summary>
    /// <exception cref="InvalidDataException">It is something else.</exception>
    public long Number(int type) => type switch
    {
        1 => 1,
        2 => 0,
        3 => Byte(),
        4 or 5 or 6 => ZigZag(),
        _ => throw new InvalidDataException("it has something else where a number belongs"),
    };

    /// <summary>The same, where it has to be an array's length or place.</summary>
    public int Length(int type) => Number(type) is >= 0 and <= int.MaxValue and var length ? (int)length
        : throw new InvalidDataException("a length in it is none");

    /// <summary>The bytes of a text.</summary>
    /// <exception cref="InvalidDataException">It is something else, or does not end.</exception>
    public ReadOnlySpan<byte> Text(int type) => type == 8 ? Take(Varint())
        : throw new InvalidDataException("it has something else where a text belongs");

    /// <summary>How many structures follow as a list.</summary>
    /// <exception cref="InvalidDataException">It is something else, or longer than what is left.</exception>
    public int Structures(int type)
    {
        if (type != 9)
            throw new InvalidDataException("it has something else where a list belongs");
        var (count, element) = ListHead();
        return element == 12 ? count : throw new InvalidDataException("it has a list of something else than it should");
    }

    /// <summary>Requires that a member is a structure, whose members follow.</summary>
    public static void RequireStructure(int type)
    {
        if (type != 12)
            throw new InvalidDataException("it has something else where a structure belongs");
    }

    /// <summary>Passes the value of a member.</summary>
    /// <exception cref="InvalidDataException">It does not end, or is none.</exception>
    public void Skip(int type) => Skip(type, depth: 0, isInList: false);

    /// <summary>The next bytes.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)(_bytes.Length - Position))
            throw new InvalidDataException("it ends in the middle");
        Position += (int)count;
        return _bytes.Slice(Position - (int)count, (int)count);
    }

    /// <summary>The next byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>A number of seven bits a byte, the lowest first.</summary>
    /// <exception cref="InvalidDataException">It has more than 64 bits.</exception>
    public ulong Varint()
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

    private long ZigZag()
    {
        var number = Varint();
        return (long)(number >> 1) ^ -(long)(number & 1);
    }

    private (int Count, int Element) ListHead()
    {
        var head = Byte();
        var count = head >> 4 == 15 ? Varint() : (ulong)(head >> 4);
        // Every element has a byte at least, so more of them than bytes there cannot be.
        return count <= (ulong)(_bytes.Length - Position) ? ((int)count, head & 15)
            : throw new InvalidDataException("a list in it is longer than it is");
    }

    private void Skip(int type, int depth, bool isInList)
    {
        if (depth > Deepest)
            throw new InvalidDataException("it nests too deeply");
        switch (type)
        {
            case 1 or 2 when !isInList: // among members, the type is the value
                break;
            case 1 or 2 or 3:
                Byte();
                break;
            case 4 or 5 or 6:
                Varint();
                break;
            case 7:
                Take(8);
                break;
            case 8:
                Take(Varint());
                break;
            case 9 or 10:
                var (count, element) = ListHead();
                for (var i = 0; i < count; i++)
                    Skip(element, depth + 1, isInList: true);
                break;
            case 12:
                for (var member = 0; Next(ref member, out var its);)
                    Skip(its, depth + 1, isInList: false);
                break;
            default:
                throw new InvalidDataException($"it has a value of the unknown type {type}");
        }
    }
}

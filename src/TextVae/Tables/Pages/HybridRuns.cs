namespace TextVae.Tables.Pages;

/// <summary>
/// Small numbers as Parquet writes levels and places in a dictionary: runs of one number, and runs of eight and more that are packed bit
/// by bit.
/// </summary>
internal static class HybridRuns
{
    /// <summary>Reads numbers.</summary>
    /// <param name="bytes">The runs.</param>
    /// <param name="width">The bits of a number.</param>
    /// <param name="numbers">Where they go.</param>
    /// <exception cref="InvalidDataException">There are fewer, or a run is none.</exception>
    public static void Read(ReadOnlySpan<byte> bytes, int width, Span<int> numbers)
    {
        if (width > 32)
            throw new InvalidDataException($"it has numbers of {width} bits");
        CompactThrift runs = new(bytes);
        while (numbers.Length > 0)
        {
            var head = runs.Varint();
            var isPacked = (head & 1) == 1;
            // The last packed run may have more than are wanted.
            var length = (int)Math.Min(head >> 1, int.MaxValue / 8UL) * (isPacked ? 8 : 1);
            if (length == 0)
                throw new InvalidDataException("it has a run of no numbers");
            var run = numbers[..Math.Min(length, numbers.Length)];
            if (isPacked)
                Unpack(runs.Take(Math.Min((ulong)(length / 8) * (ulong)width, Bytes(run.Length, width))), width, run);
            else
                run.Fill((int)LittleEndian(runs.Take(Bytes(1, width))));
            numbers = numbers[run.Length..];
        }
    }

    private static ulong Bytes(int count, int width) => (((ulong)count * (ulong)width) + 7) / 8;

    private static void Unpack(ReadOnlySpan<byte> bytes, int width, Span<int> numbers)
    {
        var (held, bits, next) = (0UL, 0, 0);
        for (var i = 0; i < numbers.Length; i++)
        {
            for (; bits < width; bits += 8)
                held |= (ulong)bytes[next++] << bits;
            numbers[i] = (int)(uint)(held & ((1UL << width) - 1));
            held >>= width;
            bits -= width;
        }
    }

    private static ulong LittleEndian(ReadOnlySpan<byte> bytes)
    {
        var number = 0UL;
        for (var i = 0; i < bytes.Length; i++)
            number |= (ulong)bytes[i] << (8 * i);
        return number;
    }
}

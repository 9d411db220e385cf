using System.Buffers.Binary;
using System.Text;

namespace TextVae.Native;

/// <summary>
/// The symbol versions that a 64-bit little-endian ELF file asks of the libraries it needs (section
/// <c>.gnu.version_r</c>, see the System V ABI's GNU extensions). A version flagged weak may be absent when the
/// file is loaded; any other absent version makes the dynamic loader refuse the file.
/// </summary>
internal static class ElfVersionNeeds
{
    private const int SectionHeaderSize = 64;
    private const uint VersionNeedsSection = 0x6ffffffe;
    private const int NeedSize = 16;
    private const ushort WeakFlag = 0x2;

    /// <summary>Flags the need of <paramref name="version"/> weak in <paramref name="image"/> and changes nothing else.</summary>
    /// <returns>True when the version is needed, false when it is not (the image is then as it was).</returns>
    /// <exception cref="InvalidDataException">The image is no such ELF file, is truncated, or contradicts itself.</exception>
    public static bool Weaken(Span<byte> image, string version)
    {
        var flagsAt = FindFlags(image, Encoding.ASCII.GetBytes(version));
        if (flagsAt < 0)
            return false;
        var flags = image.Slice(flagsAt, 2);
        BinaryPrimitives.WriteUInt16LittleEndian(
            flags, (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(flags) | WeakFlag));
        return true;
    }

    private static int FindFlags(ReadOnlySpan<byte> image, ReadOnlySpan<byte> version)
    {
        // Magic number, 64 bits, little-endian.
        if (!image.StartsWith("\u007fELF\u0002\u0001"u8))
            throw new InvalidDataException("it is not a 64-bit little-endian ELF file");
        var headers = UInt64(image, 0x28);
        var headerSize = UInt16(image, 0x3a);
        var headerCount = UInt16(image, 0x3c);
        if (headerSize != SectionHeaderSize)
            throw new InvalidDataException($"its section headers are {headerSize} bytes long instead of {SectionHeaderSize}");

        for (var i = 0; i < headerCount; i++)
        {
            var header = Slice(image, headers + (ulong)(i * SectionHeaderSize), SectionHeaderSize);
            if (UInt32(header, 4) != VersionNeedsSection)
                continue;
            var link = UInt32(header, 0x28);
            if (link >= headerCount)
                throw new InvalidDataException($"its version section names section {link} of {headerCount}");
            var names = Section(image, Slice(image, headers + (link * (ulong)SectionHeaderSize), SectionHeaderSize));
            var found = FindFlags(Section(image, header), UInt32(header, 0x2c), names, version);
            if (found >= 0)
                return (int)UInt64(header, 0x18) + found;
        }

        return -1;
    }

    // The section is a list of libraries (Verneed), each with a list of versions (Vernaux); offsets are relative to
    // the record that holds them. Offsets only grow, so a damaged file cannot make the walk circle.
    private static int FindFlags(ReadOnlySpan<byte> needs, uint libraries, ReadOnlySpan<byte> names, ReadOnlySpan<byte> version)
    {
        ulong library = 0;
        for (uint i = 0; i < libraries; i++)
        {
            var versions = UInt16(needs, library + 2);
            var need = library + UInt32(needs, library + 8);
            for (var j = 0; j < versions; j++)
            {
                var record = Slice(needs, need, NeedSize);
                if (Name(names, UInt32(record, 8)).SequenceEqual(version))
                    return (int)need + 4;
                if (UInt32(record, 12) == 0)
                    break;
                need += UInt32(record, 12);
            }

            var next = UInt32(needs, library + 12);
            if (next == 0)
                break;
            library += next;
        }

        return -1;
    }

    private static ReadOnlySpan<byte> Section(ReadOnlySpan<byte> image, ReadOnlySpan<byte> header) =>
        Slice(image, UInt64(header, 0x18), UInt64(header, 0x20));

    private static ReadOnlySpan<byte> Name(ReadOnlySpan<byte> names, uint offset)
    {
        var rest = offset <= (uint)names.Length ? names[(int)offset..] : [];
        var end = rest.IndexOf((byte)0);
        return end >= 0 ? rest[..end] : throw new InvalidDataException("a version's name lies outside its string table");
    }

    private static ReadOnlySpan<byte> Slice(ReadOnlySpan<byte> bytes, ulong offset, ulong length)
    {
        if (offset > (ulong)bytes.Length || length > (ulong)bytes.Length - offset)
            throw new InvalidDataException($"{length} bytes at offset {offset} lie outside it: it is truncated or damaged");
        return bytes.Slice((int)offset, (int)length);
    }

    private static ushort UInt16(ReadOnlySpan<byte> bytes, ulong offset) =>
        BinaryPrimitives.ReadUInt16LittleEndian(Slice(bytes, offset, 2));

    private static uint UInt32(ReadOnlySpan<byte> bytes, ulong offset) =>
        BinaryPrimitives.ReadUInt32LittleEndian(Slice(bytes, offset, 4));

    private static ulong UInt64(ReadOnlySpan<byte> bytes, ulong offset) =>
        BinaryPrimitives.ReadUInt64LittleEndian(Slice(bytes, offset, 8));
}

using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace TextVae.Corpus;

/// <summary>
/// The first 64 bytes of a token file, all little-endian. After them come the ids of all sentences, padded to a
/// multiple of 8 bytes, and then, as 64-bit numbers, where each sentence starts (in ids) and where the last one ends.
/// The places come last because they are known last: a store of any size is written in one stream.
/// </summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TokenFileHeader(int Width, int VocabularyCount, long Sentences, long Tokens)
{
    public const int Size = 64;
    public const int Version = 1;

    private static ReadOnlySpan<byte> Magic => "TVTOKENS"u8;

    /// <summary>Where the offsets start, in bytes.</summary>
    public long OffsetsAt => checked(Size + ((Tokens * Width) + 7) / 8 * 8);

    /// <summary>How long the file must be, in bytes.</summary>
    public long FileSize => checked(OffsetsAt + (Sentences + 1) * sizeof(long));

    /// <summary>The bytes an id takes where there are so many ids.</summary>
    public static int WidthFor(int vocabularyCount) => vocabularyCount <= 65_536 ? sizeof(ushort) : sizeof(int);

    public void Write(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[12..], Width);
        BinaryPrimitives.WriteInt32LittleEndian(bytes[16..], VocabularyCount);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[24..], Sentences);
        BinaryPrimitives.WriteInt64LittleEndian(bytes[32..], Tokens);
    }

    /// <summary>Reads a header, or says in <paramref name="fault"/> why it is none.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out TokenFileHeader header, out string fault)
    {
        header = default;
        fault = "";
        if (bytes.Length < Size)
            fault = $"it has {bytes.Length} bytes, fewer than the {Size} of a header";
        else if (!bytes.StartsWith(Magic))
            fault = "it does not start as a token file does";
        else if (BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]) is var version && version != Version)
            fault = $"its format version is {version}, and this program reads version {Version}";
        if (fault.Length > 0)
            return false;

        header = new TokenFileHeader(
            BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]),
            BinaryPrimitives.ReadInt32LittleEndian(bytes[16..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]));
        if (header.VocabularyCount < 1 || header.Width != WidthFor(header.VocabularyCount)
            || header.Sentences is < 0 or >= int.MaxValue || header.Tokens is < 0 or > long.MaxValue / 8)
            fault = "its header is damaged";
        return fault.Length == 0;
    }
}

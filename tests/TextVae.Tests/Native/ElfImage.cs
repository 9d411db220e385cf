using System.Buffers.Binary;
using System.Text;

namespace TextVae.Tests.Native;

/// <summary>A small ELF image that needs versions of two libraries; its section headers come last.</summary>
internal static class ElfImage
{
    public const int StringsAt = 64;

    public static int NeedsAt => StringsAt + Strings.Length;

    /// <summary>Where the flags of GLIBCXX_3.4.32 are: two libraries' records, then its record as the second of the second.</summary>
    public static int FlagsAt => NeedsAt + 16 + 16 + 16 + 16 + 4;

    public static int HeadersAt => NeedsAt + (5 * 16);

    private static readonly byte[] Strings =
        Encoding.ASCII.GetBytes("\0libm.so.6\0GLIBC_2.29\0libstdc++.so.6\0CXXABI_1.3\0GLIBCXX_3.4.32\0\0");

    public static byte[] Make()
    {
        var image = new byte[HeadersAt + (3 * 64)];
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(image);
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(0x28), (ulong)HeadersAt);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x3a), 64);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(0x3c), 3);
        Strings.CopyTo(image, StringsAt);

        Library(image, NeedsAt, versions: 1, "libm.so.6", next: 32);
        Version(image, NeedsAt + 16, "GLIBC_2.29", next: 0);
        Library(image, NeedsAt + 32, versions: 2, "libstdc++.so.6", next: 0);
        Version(image, NeedsAt + 48, "CXXABI_1.3", next: 16);
        Version(image, NeedsAt + 64, "GLIBCXX_3.4.32", next: 0);

        Section(image, 1, type: 3, StringsAt, Strings.Length, link: 0, count: 0);
        Section(image, 2, type: 0x6ffffffe, NeedsAt, 5 * 16, link: 1, count: 2);
        return image;
    }

    private static void Library(byte[] image, int at, ushort versions, string name, uint next)
    {
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), 1);
        BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at + 2), versions);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at + 4), NameOffset(name));
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at + 8), 16);
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at + 12), next);
    }

    private static void Version(byte[] image, int at, string name, uint next)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at + 8), NameOffset(name));
        BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at + 12), next);
    }

    private static void Section(byte[] image, int index, uint type, int offset, int size, uint link, uint count)
    {
        var header = image.AsSpan(HeadersAt + (index * 64), 64);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], type);
        BinaryPrimitives.WriteUInt64LittleEndian(header[0x18..], (ulong)offset);
        BinaryPrimitives.WriteUInt64LittleEndian(header[0x20..], (ulong)size);
        BinaryPrimitives.WriteUInt32LittleEndian(header[0x28..], link);
        BinaryPrimitives.WriteUInt32LittleEndian(header[0x2c..], count);
    }

    private static uint NameOffset(string name) =>
        (uint)Strings.AsSpan().IndexOf(Encoding.ASCII.GetBytes($"\0{name}\0")) + 1;
}

using ICSharpCode.SharpZipLib;
using ICSharpCode.SharpZipLib.GZip;
using ZstdSharp;

namespace TextVae.Corpus.Reading;

/// <summary>Compressions, told by the end of a name, or else by the first bytes.</summary>
internal static class Packing
{
    private const int BufferBytes = 1 << 17;

    // A text in UTF-8 cannot start so.
    private static ReadOnlySpan<byte> GzipMark => [0x1F, 0x8B, 8];

    private static ReadOnlySpan<byte> ZstandardMark => [0x28, 0xB5, 0x2F, 0xFD];

    private static readonly string[] Unreadable = [".zip", ".7z", ".rar", ".xz", ".bz2", ".lz4", ".Z", ".parquet"];

    /// <summary>Unpacks a stream as its name asks, and takes the suffix of the packing off the name.</summary>
    /// <param name="stream">What may be packed.</param>
    /// <param name="packedBytes">The size of the file it comes from: it may not unpack to too many times as much.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="DataException">The packing is one that is not read here.</exception>
    public static Stream Open(Stream stream, long packedBytes, ref string name)
    {
        var extension = Path.GetExtension(name);
        var bare = Path.ChangeExtension(name, null);
        switch (extension.ToLowerInvariant())
        {
            case ".gz":
                name = bare;
                return Gzip(stream, packedBytes);
            case ".tgz":
                name = bare + ".tar";
                return Gzip(stream, packedBytes);
            case ".zst" or ".zstd":
                name = bare;
                return Zstandard(stream, packedBytes);
        }
        if (Unreadable.Contains(extension, StringComparer.OrdinalIgnoreCase))
            throw new DataException($"'{name}' is packed in a way that is not read here. "
                + "Unpack it, or pack it as .gz, .zst or .tar.");
        return OpenUnnamed(stream, packedBytes);
    }

    /// <summary>Whether an exception means that what was packed is damaged.</summary>
    public static bool IsDamage(Exception e) => e is SharpZipBaseException or ZstdException or InvalidDataException;

    /// <summary>Whether an exception is of a kind that unpackers throw on data that no packer writes.</summary>
    public static bool IsSlip(Exception e) => e is IndexOutOfRangeException or ArgumentException or NullReferenceException
        or InvalidOperationException or NotSupportedException or OverflowException or FormatException;

    public static bool IsTar(string name) => name.EndsWith(".tar", StringComparison.OrdinalIgnoreCase);

    /// <summary>Unpacks what is packed though its name does not say so, as some archives on the web are.</summary>
    private static Stream OpenUnnamed(Stream stream, long packedBytes)
    {
        if (!stream.CanSeek)
            return stream;
        Span<byte> start = stackalloc byte[4];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Seek(-read, SeekOrigin.Current);
        if (start[..read].StartsWith(GzipMark))
            return Gzip(stream, packedBytes);
        return start[..read].StartsWith(ZstandardMark) ? Zstandard(stream, packedBytes) : stream;
    }

    private static UnpackGuard Zstandard(Stream stream, long packedBytes) =>
        new(new DecompressionStream(stream, checkEndOfStream: true), packedBytes);

    // The framework's GZipStream takes a file that is cut off for a whole one, which would lose texts in silence.
    private static UnpackGuard Gzip(Stream stream, long packedBytes) =>
        new(new GZipInputStream(stream, BufferBytes), packedBytes);
}

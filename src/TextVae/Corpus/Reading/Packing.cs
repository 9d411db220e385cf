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
    /// <exception cref="DataException">The packing is one that is not read here.</exception>
    public static Stream Open(Stream stream, ref string name)
    {
        var extension = Path.GetExtension(name);
        var bare = Path.ChangeExtension(name, null);
        switch (extension.ToLowerInvariant())
        {
            case ".gz":
                name = bare;
                return Gzip(stream);
            case ".tgz":
                name = bare + ".tar";
                return Gzip(stream);
            case ".zst" or ".zstd":
                name = bare;
                return Zstandard(stream);
        }
        if (Unreadable.Contains(extension, StringComparer.OrdinalIgnoreCase))
            throw new DataException($"'{name}' is packed in a way that is not read here. "
                + "Unpack it, or pack it as .gz, .zst or .tar.");
        return OpenUnnamed(stream);
    }

    /// <summary>Whether an exception means that what was packed is damaged.</summary>
    public static bool IsDamage(Exception e) => e is SharpZipBaseException or ZstdException or InvalidDataException;

    public static bool IsTar(string name) => name.EndsWith(".tar", StringComparison.OrdinalIgnoreCase);

    /// <summary>Unpacks what is packed though its name does not say so, as some archives on the web are.</summary>
    private static Stream OpenUnnamed(Stream stream)
    {
        if (!stream.CanSeek)
            return stream;
        Span<byte> start = stackalloc byte[4];
        var read = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Seek(-read, SeekOrigin.Current);
        if (start[..read].StartsWith(GzipMark))
            return Gzip(stream);
        return start[..read].StartsWith(ZstandardMark) ? Zstandard(stream) : stream;
    }

    private static DecompressionStream Zstandard(Stream stream) => new(stream, checkEndOfStream: true);

    // The framework's GZipStream takes a file that is cut off for a whole one, which would lose texts in silence.
    private static GZipInputStream Gzip(Stream stream) => new(stream, BufferBytes);
}

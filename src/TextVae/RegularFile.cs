using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace TextVae;

/// <summary>
/// Files that come from elsewhere. A pipe in the place of a file would wait for a writer for ever and a device may never
/// end, so only regular files are opened (links to them too), and what is read whole has a limit.
/// </summary>
internal static partial class RegularFile
{
    /// <summary>The most bytes of a file of settings or figures.</summary>
    public const long SmallLimit = 16 << 20;

    /// <summary>The most bytes of a list of words, merges or labels.</summary>
    public const long ListLimit = 1 << 28;

    private const int CurrentFolder = -100;
    private const uint TypeWanted = 1;
    private const int ModeOffset = 28;
    private const int TypeMask = 0xF000;

    /// <summary>Opens a regular file to be read.</summary>
    /// <exception cref="IOException">It is none, or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream OpenRead(string path)
    {
        Require(path);
        return File.OpenRead(path);
    }

    /// <summary>Opens a regular file that is to be read whole.</summary>
    /// <exception cref="IOException">It is none, is longer than the limit, or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static FileStream OpenRead(string path, long limit)
    {
        var stream = OpenRead(path);
        if (stream.Length <= limit)
            return stream;
        using (stream)
            throw new IOException($"It has {stream.Length} bytes; at most {limit} are read.");
    }

    /// <summary>The bytes of a regular file; of a link, of what it leads to.</summary>
    /// <exception cref="IOException">It is none, or cannot be opened.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static long LengthOf(string path)
    {
        using var stream = OpenRead(path);
        return stream.Length;
    }

    /// <summary>All bytes of a regular file.</summary>
    /// <exception cref="IOException">It is none, is longer than the limit, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static byte[] ReadAllBytes(string path, long limit)
    {
        using var stream = OpenRead(path, limit);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>All of a regular file as UTF-8 text, without a byte-order mark.</summary>
    /// <exception cref="IOException">As of <see cref="ReadAllBytes"/>.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    /// <exception cref="DecoderFallbackException">It is no UTF-8.</exception>
    public static string ReadAllText(string path, long limit)
    {
        var bytes = ReadAllBytes(path, limit).AsSpan();
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(
            bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
    }

    /// <summary>
    /// The lines of a regular UTF-8 file, read as they are asked for. One that is longer than the limit is cut there and is the
    /// last.
    /// </summary>
    /// <exception cref="IOException">It is no regular file, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static IEnumerable<string> ReadLines(string path, int limit)
    {
        using var reader = new StreamReader(OpenRead(path));
        var line = new StringBuilder();
        for (var next = reader.Read(); next >= 0 && line.Length < limit; next = reader.Read())
        {
            if (next != '\n')
            {
                line.Append((char)next);
                continue;
            }

            yield return line.ToString();
            line.Clear();
        }

        if (line.Length > 0)
            yield return line.ToString();
    }

    /// <summary>Refuses what is there and is no regular file, without opening it.</summary>
    /// <exception cref="IOException">It is a folder, a pipe, a socket or a device.</exception>
    public static void Require(string path)
    {
        if (TypeOf(path) is { } type)
            throw new IOException($"It is {type} and no regular file.");
    }

    /// <summary>What is there instead of a regular file; null for one, for nothing, and where the system does not tell.</summary>
    private static string? TypeOf(string path)
    {
        if (!OperatingSystem.IsLinux())
            return Directory.Exists(path) ? "a folder" : null;
        Span<byte> status = stackalloc byte[256];
        if (!TryStatus(path, status))
            return null;
        return (BinaryPrimitives.ReadUInt16LittleEndian(status[ModeOffset..]) & TypeMask) switch
        {
            0x1000 => "a named pipe",
            0x2000 or 0x6000 => "a device",
            0x4000 => "a folder",
            0xC000 => "a socket",
            _ => null,
        };
    }

    private static bool TryStatus(string path, Span<byte> status)
    {
        try
        {
            return Statx(CurrentFolder, path, 0, TypeWanted, ref MemoryMarshal.GetReference(status)) == 0;
        }
        catch (EntryPointNotFoundException)
        {
            return false; // a C library from before 2018
        }
    }

    // Unlike stat, its result has one layout on all processors.
    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, ref byte result);
}

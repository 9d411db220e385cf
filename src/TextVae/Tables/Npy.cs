using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace TextVae.Tables;

/// <summary>
/// NumPy's <c>.npy</c> files: a few bytes, a line of Python that says what follows, and the numbers. No Python is run: lines of one
/// form are understood, and no others.
/// </summary>
internal static partial class Npy
{
    /// <summary>What a written file has before its first number, however many rows there are.</summary>
    private const int Preamble = 128;

    private const int LongestHeader = 1 << 16;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Writes float32 [rows, width] in version 1.0; the number of rows is put in at the end.</summary>
    public static void Write(Stream stream, int width, IEnumerable<float[]> vectors)
    {
        var start = stream.Position;
        stream.Write(Head(0, width));
        var rows = 0L;
        foreach (var vector in vectors)
        {
            if (vector.Length != width)
                throw new ArgumentException($"A vector has {vector.Length} numbers, and the file's have {width}.", nameof(vectors));
            stream.Write(MemoryMarshal.AsBytes(vector.AsSpan()));
            rows++;
        }

        var end = stream.Position;
        stream.Position = start;
        stream.Write(Head(rows, width));
        stream.Position = end;
    }

    /// <summary>Reads the rows of a file of float32 or float64, [rows, size], or of a single vector, [size].</summary>
    /// <exception cref="DataException">It is none, or holds something else, or more or less than it says.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IEnumerable<float[]> Read(string path, int size)
    {
        using var stream = RegularFile.OpenRead(path);
        var (rows, width) = ReadHead(stream, path, size);
        var row = new byte[size * width];
        for (var i = 0L; i < rows; i++)
        {
            stream.ReadExactly(row);
            yield return width == sizeof(float)
                ? MemoryMarshal.Cast<byte, float>(row).ToArray()
                : Array.ConvertAll(MemoryMarshal.Cast<byte, double>(row).ToArray(), number => (float)number);
        }
    }

    /// <summary>Where the numbers of a file of [rows, size] begin, in bytes, and how many bytes a number has, 4 or 8.</summary>
    /// <exception cref="DataException">It is none, or holds something else, or more or less than it says.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static (long Offset, long Rows, int Width) Locate(string path, int size)
    {
        using var stream = RegularFile.OpenRead(path);
        var (rows, width) = ReadHead(stream, path, size);
        return (stream.Position, rows, width);
    }

    private static (long Rows, int Width) ReadHead(FileStream stream, string path, int size)
    {
        Span<byte> start = stackalloc byte[12];
        if (stream.ReadAtLeast(start, 12, throwOnEndOfStream: false) < 12 || !start.StartsWith(Magic) || start[6] is < 1 or > 3)
            throw Refusal(path, "it does not begin as one does");
        // Version 1 has two bytes for the length of the line, the others have four.
        var length = start[6] == 1 ? BitConverter.ToUInt16(start[8..]) : BitConverter.ToUInt32(start[8..]);
        if (length > LongestHeader)
            throw Refusal(path, $"its header has {length} bytes, and at most {LongestHeader} are read");
        stream.Position = start[6] == 1 ? 10 : 12;
        var line = new byte[length];
        if (stream.ReadAtLeast(line, line.Length, throwOnEndOfStream: false) < line.Length)
            throw Refusal(path, "it ends within its header");
        if (Header.Match(Encoding.Latin1.GetString(line)) is not { Success: true } header)
            throw Refusal(path, "its header is not one line with descr, fortran_order and shape of at most two numbers");
        var width = header.Groups["type"].Value switch
        {
            "<f4" => sizeof(float),
            "<f8" => sizeof(double),
            var type => throw Refusal(path, $"its numbers are of the type '{type}', and '<f4' or '<f8' is read"),
        };
        if (header.Groups["order"].Value != "False")
            throw Refusal(path, "its numbers lie column by column");
        var (first, second) = (header.Groups["first"].Value, header.Groups["second"].Value);
        var (rows, columns) = second.Length == 0 ? (1, Whole(first)) : (Whole(first), Whole(second));
        if (columns != size)
            throw VectorRefusal.Size(path, "Its rows have", columns, size);
        var (found, wanted) = (stream.Length - stream.Position, (UInt128)rows * (ulong)(size * width));
        if ((UInt128)found != wanted)
            throw Refusal(path, $"its shape asks for {wanted} bytes of numbers, and it has {found}");
        return (rows, width);
    }

    private static long Whole(string digits) => long.Parse(digits, CultureInfo.InvariantCulture);

    private static DataException Refusal(string path, string why) => new(
        $"'{path}' cannot be read as a .npy file: {why}. Write it anew with numpy.save(path, "
        + "numpy.ascontiguousarray(vectors, \"<f4\")).");

    private static byte[] Head(long rows, int width)
    {
        var line = string.Create(
            CultureInfo.InvariantCulture, $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({rows}, {width}), }}");
        return
        [
            .. Magic, 1, 0, Preamble - 10, 0, .. Encoding.ASCII.GetBytes(line.PadRight(Preamble - 10 - 1)), (byte)'\n',
        ];
    }

    [GeneratedRegex(
        @"^\{\s*'descr':\s*'(?<type>[^']{1,20})',\s*'fortran_order':\s*(?<order>True|False),\s*'shape':\s*\((?<first>[0-9]{1,18}),?\s*(?:(?<second>[0-9]{1,18}),?\s*)?\),?\s*\}\s*$",
        RegexOptions.ExplicitCapture | RegexOptions.NonBacktracking)]
    private static partial Regex Header { get; }
}

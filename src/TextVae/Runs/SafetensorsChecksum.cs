using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace TextVae.Runs;

/// <summary>
/// The checksum of a safetensors file, in its metadata: `checksum` is `sha256`, and `sha256` is that of the whole file, in
/// lower-case hexadecimal, with zeros where its own digits stand. Two keys, so that damage of one leaves the other to tell.
/// </summary>
internal static class SafetensorsChecksum
{
    private const string AlgorithmKey = "checksum";
    private const string Algorithm = "sha256";
    private const string DigitsKey = "sha256";

    private static readonly string NoDigits = new('0', 2 * SHA256.HashSizeInBytes);

    /// <summary>Metadata with zeros for the digits, which are known only when all is written.</summary>
    public static IReadOnlyDictionary<string, string> Reserve(IReadOnlyDictionary<string, string>? metadata) =>
        new Dictionary<string, string>(metadata ?? new Dictionary<string, string>())
        {
            [AlgorithmKey] = Algorithm,
            [DigitsKey] = NoDigits,
        };

    /// <summary>Where in a header with such metadata the digits stand.</summary>
    public static int PlaceIn(ReadOnlySpan<byte> header) =>
        header.IndexOf(Encoding.ASCII.GetBytes($"\"{DigitsKey}\":\"{NoDigits}\"")) + DigitsKey.Length + 4;

    /// <summary>Metadata without what is said of the checksum.</summary>
    public static IReadOnlyDictionary<string, string> Strip(IReadOnlyDictionary<string, string> metadata) =>
        metadata.Where(pair => pair.Key is not (AlgorithmKey or DigitsKey)).ToDictionary();

    /// <summary>Compares an open file with its checksum. One without any, as earlier versions and others write, passes.</summary>
    /// <exception cref="InvalidDataException">They differ.</exception>
    public static void Verify(SafeFileHandle file, byte[] header, IReadOnlyDictionary<string, string> metadata)
    {
        var algorithm = metadata.GetValueOrDefault(AlgorithmKey);
        var digits = metadata.GetValueOrDefault(DigitsKey);
        if (algorithm is null && digits is null)
            return;
        if (algorithm != Algorithm || digits is null || digits.Length != NoDigits.Length)
            throw new InvalidDataException("what its metadata says of its checksum is damaged");
        var found = DigitsOf(file, header, digits);
        if (found != digits)
        {
            throw new InvalidDataException(
                $"it was damaged or changed after it was written: its sha256 is {found[..12]}… and was {digits[..12]}…");
        }
    }

    private static string DigitsOf(SafeFileHandle file, byte[] header, string digits)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(length, header.Length);
        hash.AppendData(length);
        var blanked = header.ToArray();
        var place = blanked.AsSpan().IndexOf(Encoding.UTF8.GetBytes(digits));
        if (place >= 0)
            Encoding.ASCII.GetBytes(NoDigits).CopyTo(blanked, place);
        hash.AppendData(blanked);
        var buffer = new byte[1 << 20];
        long offset = 8 + header.Length;
        int read;
        while ((read = RandomAccess.Read(file, buffer, offset)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            offset += read;
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

using System.Security.Cryptography;
using System.Text;

namespace TextVae.Corpus;

/// <summary>SHA-256 in lower-case hexadecimal.</summary>
internal static class Checksum
{
    public static string OfText(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)));

    /// <param name="path">The file, a regular one.</param>
    /// <param name="progress">Is told how many bytes were read since it was told last.</param>
    public static string OfFile(string path, Action<int>? progress = null)
    {
        RegularFile.Require(path);
        using FileStream stream =
            new(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1, FileOptions.SequentialScan);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[1 << 20];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            hash.AppendData(buffer, 0, read);
            progress?.Invoke(read);
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}

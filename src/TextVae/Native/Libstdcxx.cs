using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace TextVae.Native;

/// <summary>The C++ library that this process uses.</summary>
internal static class Libstdcxx
{
    private const string FileName = "libstdc++.so.6";

    /// <summary>The newest symbol version that it has, such as "GLIBCXX_3.4.30"; null where there is no such library.</summary>
    public static string? FindNewestVersion() =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad(FileName, out _)
        && FindLoadedFile() is { } path
            ? NewestVersion(File.ReadAllBytes(path))
            : null;

    /// <summary>The newest of the versions whose names stand, each ended by a zero byte, in a library's bytes.</summary>
    internal static string? NewestVersion(ReadOnlySpan<byte> image)
    {
        Version? newest = null;
        var prefix = "GLIBCXX_"u8;
        for (var at = image.IndexOf(prefix); at >= 0; at = image.IndexOf(prefix))
        {
            image = image[(at + prefix.Length)..];
            var end = image[..Math.Min(image.Length, 16)].IndexOf((byte)0);
            if (end > 0
                && Version.TryParse(Encoding.ASCII.GetString(image[..end]), out var version)
                && (newest is null || version > newest))
            {
                newest = version;
            }
        }

        return newest is null ? null : string.Create(CultureInfo.InvariantCulture, $"GLIBCXX_{newest}");
    }

    // The loader chose the file; what it chose stands at the end of a line of the process's memory map.
    private static string? FindLoadedFile() => File.ReadLines("/proc/self/maps")
        .Select(line => line.IndexOf('/', StringComparison.Ordinal) is var at and >= 0 ? line[at..] : "")
        .FirstOrDefault(path => Path.GetFileName(path).StartsWith(FileName, StringComparison.Ordinal) && File.Exists(path));
}

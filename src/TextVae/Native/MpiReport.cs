using System.Runtime.InteropServices;
using System.Text.RegularExpressions;

namespace TextVae.Native;

/// <summary>The MPI library that training with many processes would use.</summary>
/// <param name="Name">Which implementation it is.</param>
/// <param name="Version">Its version, or null where it does not say.</param>
/// <param name="IsSupported">
/// Whether TextVae can use it. Only Open MPI: the handles of MPICH and its kin are integers, which differ from
/// one to the next.
/// </param>
public sealed partial record MpiReport(string Name, string? Version, bool IsSupported)
{
    // The longest text that any implementation writes (MPICH's limit; Open MPI's is 256).
    private const int LongestVersion = 8192;

    // Open MPI 3 to 5, what a development package installs, MPICH and Intel MPI.
    private static readonly string[] Candidates = ["libmpi.so.40", "libmpi.so", "libmpi.so.12", "libmpich.so.12", "libmpi.dylib"];

    /// <summary>Asks the first MPI library that can be loaded what it is; null where there is none.</summary>
    internal static MpiReport? Collect() => Find()?.Report;

    /// <summary>The library that was asked, too.</summary>
    internal static (nint Library, MpiReport Report)? Find()
    {
        foreach (var candidate in Candidates)
        {
            if (NativeLibrary.TryLoad(candidate, out var library)
                && NativeLibrary.TryGetExport(library, "MPI_Get_library_version", out var function)
                && GetVersion(function) is { } text)
            {
                return (library, Parse(text));
            }
        }

        return null;
    }

    /// <summary>Reads what <c>MPI_Get_library_version</c> says.</summary>
    internal static MpiReport Parse(string text)
    {
        if (OpenMpi().Match(text) is { Success: true } open)
            return new MpiReport("Open MPI", open.Groups["version"].Value, IsSupported: true);
        if (Mpich().Match(text) is { Success: true } mpich)
            return new MpiReport("MPICH", mpich.Groups["version"].Value, IsSupported: false);
        return new MpiReport(text.ReplaceLineEndings("\n").Split('\n')[0].Trim(), Version: null, IsSupported: false);
    }

    // One of the few functions of MPI that may be called before MPI_Init.
    private static unsafe string? GetVersion(nint function)
    {
        var text = stackalloc byte[LongestVersion];
        var length = 0;
        return ((delegate* unmanaged<byte*, int*, int>)function)(text, &length) == 0
            ? Marshal.PtrToStringUTF8((nint)text, Math.Clamp(length, 0, LongestVersion))
            : null;
    }

    [GeneratedRegex(@"^Open MPI v(?<version>[\w.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OpenMpi();

    [GeneratedRegex(@"^MPICH Version:\s*(?<version>[\w.]+)", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Mpich();
}

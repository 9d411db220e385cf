using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace TextVae.Native;

/// <summary>
/// Lets TorchSharp's native library load where the system's libstdc++ is older than GCC 13's (Debian 12, Ubuntu
/// 22.04, RHEL 9). The library asks for symbol version GLIBCXX_3.4.32, whose only symbol it names is
/// <c>std::ios_base_library_init()</c>, and it never calls that: so a copy in which this one need is flagged weak
/// does the same work and loads.
/// </summary>
internal static class LibstdcxxFix
{
    private const string NeededVersion = "GLIBCXX_3.4.32";
    private const string NeededSymbol = "_ZSt21ios_base_library_initv";

    /// <summary>Whether the libstdc++ that this process uses lacks what the library asks for.</summary>
    public static bool IsNeeded() =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad("libstdc++.so.6", out var handle)
        && !NativeLibrary.TryGetExport(handle, NeededSymbol, out _);

    /// <summary>
    /// Loads libtorch and the weakened copy of TorchSharp's library, so that TorchSharp, which asks for it by name,
    /// is given the copy that is loaded already.
    /// </summary>
    /// <returns>Where the copy is; null when no cache folder could be written and a temporary copy was used.</returns>
    /// <exception cref="NativeRuntimeException">A file is missing, is damaged, or cannot be loaded.</exception>
    public static string? Apply()
    {
        foreach (var file in NativeFiles.LinuxFiles.Where(file => file != NativeFiles.Wrapper))
            NativeFiles.Load(NativeFiles.Require(file));

        var original = NativeFiles.Require(NativeFiles.Wrapper);
        var image = File.ReadAllBytes(original);
        var key = Convert.ToHexStringLower(SHA256.HashData(image))[..16];
        Weaken(image, original);
        try
        {
            var copy = StoreCopy(CacheFolder.Path, key, image);
            NativeFiles.Load(copy);
            return copy;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LoadTemporaryCopy(key, image);
            return null;
        }
    }

    /// <summary>
    /// Writes the copy unless it is there already with the right content. Any number of processes may do so at once:
    /// each writes a file of its own and renames it.
    /// </summary>
    internal static string StoreCopy(string folder, string key, ReadOnlySpan<byte> image)
    {
        var copy = Path.Combine(folder, $"libLibTorchSharp-{key}.so");
        if (File.Exists(copy) && image.SequenceEqual(File.ReadAllBytes(copy)))
            return copy;
        Directory.CreateDirectory(folder);
        var unfinished = Path.Combine(folder, $"{Guid.NewGuid():N}.tmp");
        try
        {
            File.WriteAllBytes(unfinished, image);
            File.Move(unfinished, copy, overwrite: true);
        }
        finally
        {
            File.Delete(unfinished);
        }

        return copy;
    }

    // A folder of this process alone: in a shared temporary folder another user could exchange a cached copy. The
    // loaded library outlives its file.
    private static void LoadTemporaryCopy(string key, byte[] image)
    {
        DirectoryInfo? folder = null;
        try
        {
            folder = Directory.CreateTempSubdirectory("textvae-");
            NativeFiles.Load(StoreCopy(folder.FullName, key, image));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new NativeRuntimeException(
                $"This system's libstdc++ has no {NeededVersion}, so TorchSharp's library needs a changed copy, and "
                + $"neither the cache folder '{CacheFolder.Path}' nor the temporary folder '{Path.GetTempPath()}' can "
                + $"be written ({exception.Message}). Set XDG_CACHE_HOME or TMPDIR to a folder that can.",
                exception);
        }
        finally
        {
            folder?.Delete(recursive: true);
        }
    }

    internal static void Weaken(Span<byte> image, string path)
    {
        try
        {
            if (ElfVersionNeeds.Weaken(image, NeededVersion))
                return;
        }
        catch (InvalidDataException exception)
        {
            throw new NativeRuntimeException(
                $"The native library '{path}' is damaged: {exception.Message}. Restore the package TorchSharp again.",
                exception);
        }

        throw new NativeRuntimeException(
            $"This system's libstdc++ is older than GCC 13's, and the native library '{path}' does not ask for "
            + $"{NeededVersion}, which the loading fix is for. Use the TorchSharp version that TextVae was built with.");
    }
}

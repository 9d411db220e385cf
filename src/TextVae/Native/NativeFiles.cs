using System.Runtime.InteropServices;

namespace TextVae.Native;

/// <summary>Where the native libraries that came with this program lie.</summary>
internal static class NativeFiles
{
    /// <summary>The folders searched: the host's own list, the program's <c>runtimes</c> folder, the program's folder.</summary>
    public static IReadOnlyList<string> Folders { get; } = FindFolders();

    /// <summary>The whole path of a library file, or null where no folder holds it.</summary>
    public static string? Find(string fileName) =>
        Folders.Select(folder => Path.Combine(folder, fileName)).FirstOrDefault(File.Exists);

    /// <summary>The files of libtorch and of TorchSharp that a program on Linux needs, in the order of their loading.</summary>
    public static IReadOnlyList<string> LinuxFiles { get; } = ["libc10.so", "libtorch_cpu.so", "libtorch.so", Wrapper];

    /// <summary>TorchSharp's own native library on Linux, between .NET and libtorch.</summary>
    public const string Wrapper = "libLibTorchSharp.so";

    /// <summary>The whole path of a library file.</summary>
    /// <exception cref="NativeRuntimeException">No folder holds it.</exception>
    public static string Require(string fileName) => Find(fileName) ?? throw new NativeRuntimeException(
        $"The native library '{fileName}' is in none of the folders {string.Join(", ", Folders)}. Reference a libtorch "
        + "package, such as TorchSharp-cpu, in the program that uses TextVae.");

    /// <summary>Loads a library for the rest of the process.</summary>
    /// <exception cref="NativeRuntimeException">The system's loader refuses it; the message says why.</exception>
    public static void Load(string path)
    {
        try
        {
            NativeLibrary.Load(path);
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            // .NET's general advice comes first, the loader's own words last.
            var cause = exception.Message.Trim().Split('\n')[^1];
            throw new NativeRuntimeException($"The native library '{path}' cannot be loaded: {cause}.", exception);
        }
    }

    private static string[] FindFolders()
    {
        // The host's list covers programs run from a package cache and single-file programs; the other two cover
        // hosts that are not .NET's own.
        var hostFolders = (AppContext.GetData("NATIVE_DLL_SEARCH_DIRECTORIES") as string ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var platform = OperatingSystem.IsWindows() ? "win" : OperatingSystem.IsMacOS() ? "osx" : "linux";
        var architecture = RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant();
        return
        [
            .. hostFolders
                .Append(Path.Combine(AppContext.BaseDirectory, "runtimes", $"{platform}-{architecture}", "native"))
                .Append(AppContext.BaseDirectory)
                .Select(Path.TrimEndingDirectorySeparator)
                .Distinct(),
        ];
    }
}

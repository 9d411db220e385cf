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
                .Distinct(),
        ];
    }
}

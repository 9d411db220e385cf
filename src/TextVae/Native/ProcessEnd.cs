using System.Runtime.InteropServices;

namespace TextVae.Native;

/// <summary>The end of this process.</summary>
internal static partial class ProcessEnd
{
    /// <summary>Ends it without waiting for any thread, native ones that hang among them.</summary>
    public static void AtOnce(int exitCode)
    {
        if (OperatingSystem.IsWindows())
            Environment.Exit(exitCode);
        Exit(exitCode);
    }

    [LibraryImport("libc", EntryPoint = "_exit")]
    private static partial void Exit(int code);
}

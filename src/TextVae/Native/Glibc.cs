using System.Runtime.InteropServices;

namespace TextVae.Native;

/// <summary>The GNU C library, where the system has it: its version, the settings of its allocator and the process's environment.</summary>
internal static partial class Glibc
{
    private const string Library = "libc.so.6";
    private const int FastMaximum = 1;
    private const int TrimThreshold = -1;
    private const int TopPad = -2;
    private const int MapMaximum = -4;

    /// <summary>Its version, such as "2.36"; null on any other system, musl included.</summary>
    public static string? Version { get; } = FindVersion();

    /// <summary>
    /// Keeps the memory of freed tensors in the process. libtorch gives every large tensor back to the system, and
    /// the page faults of the next one cost about a quarter of a training step on a virtual machine. No small piece is set
    /// aside for quick reuse: glibc before 2.38 cuts such pieces off aligned blocks, which then cannot be used again.
    /// </summary>
    /// <returns>Whether the allocator took all settings.</returns>
    public static bool KeepFreedMemory() =>
        Version is not null
        && SetAllocatorOption(MapMaximum, 0) == 1
        && SetAllocatorOption(TrimThreshold, int.MaxValue) == 1
        && SetAllocatorOption(TopPad, 512 * 1024 * 1024) == 1
        && SetAllocatorOption(FastMaximum, 0) == 1;

    /// <summary>Gives every whole page of freed memory back to the system.</summary>
    public static void ReturnFreedMemory()
    {
        if (Version is not null)
            _ = Trim(0);
    }

    /// <summary>
    /// Lets idle OpenMP threads sleep, unless the user has chosen. By default they spin, and when any other process keeps
    /// a core busy, every parallel operation waits for a thread that is not running: training then takes more
    /// than twice as long. Has an effect only before libtorch's OpenMP library is loaded, which reads the variable once.
    /// </summary>
    public static void LetIdleThreadsSleep()
    {
        if (Version is not null)
            _ = SetEnvironment("OMP_WAIT_POLICY", "PASSIVE", overwrite: 0);
    }

    private static string? FindVersion() =>
        OperatingSystem.IsLinux()
        && NativeLibrary.TryLoad(Library, out var handle)
        && NativeLibrary.TryGetExport(handle, "gnu_get_libc_version", out _)
            ? Marshal.PtrToStringUTF8(GetVersion())
            : null;

    [LibraryImport(Library, EntryPoint = "gnu_get_libc_version")]
    private static partial nint GetVersion();

    // .NET keeps an environment of its own, which native libraries do not see.
    [LibraryImport(Library, EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetEnvironment(string name, string value, int overwrite);

    [LibraryImport(Library, EntryPoint = "malloc_trim")]
    private static partial int Trim(nuint leaveAtTop);

    [LibraryImport(Library, EntryPoint = "mallopt")]
    private static partial int SetAllocatorOption(int option, int value);
}

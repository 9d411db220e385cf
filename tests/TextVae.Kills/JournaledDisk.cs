using System.ComponentModel;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace TextVae.Kills;

/// <summary>An ext4 file system in a file of the workspace, whose power can be cut.</summary>
internal static partial class JournaledDisk
{
    /// <summary>Where it is mounted in the workspace.</summary>
    public const string Folder = "ext4";

    // EXT4_IOC_SHUTDOWN is _IOR('X', 125, __u32).
    private const nuint Shutdown = 0x8004587D;

    // Room for a run and the one before it, whose deletion a power cut takes back.
    private const long Size = 256 << 20;

    /// <summary>Runs this program anew with the disk in its place.</summary>
    /// <returns>Its exit code; 0 where no disk can be made or mounted, with the reason in the output.</returns>
    public static async Task<int> RunAsync(Workspace space, string[] arguments, TextWriter output, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
        {
            output.WriteLine("power cuts: skipped, as only Linux has an ext4 whose power can be cut");
            return 0;
        }

        var mount = MountOf(space);
        try
        {
            await using (var image = File.Create(mount.Source))
                image.SetLength(Size);
            await RunAsync("mkfs.ext4", ["-q", mount.Source], cancellation);
        }
        catch (Exception exception) when (exception is Win32Exception or InvalidOperationException)
        {
            output.WriteLine($"power cuts: skipped, as no ext4 can be made: {exception.Message}");
            return 0;
        }

        var (exitCode, reason) = await mount.RunAsync(arguments, cancellation);
        if (exitCode is null)
            output.WriteLine($"power cuts: skipped, as this user may not mount an ext4: {reason}");
        return exitCode ?? 0;
    }

    /// <summary>Lets nothing more reach the disk; all who ask anything of it are refused.</summary>
    /// <param name="space">Whose disk.</param>
    /// <param name="commitNames">Whether the file system's clock has just put sizes and names on the disk, which it does without the
    /// bytes of the files.</param>
    public static void CutPower(Workspace space, bool commitNames)
    {
        using var switchboard = File.OpenHandle(space[$"{Folder}/power"], FileMode.OpenOrCreate, FileAccess.Write);
        var flags = commitNames ? 1u : 2u; // EXT4_GOING_FLAGS_LOGFLUSH, EXT4_GOING_FLAGS_NOLOGFLUSH
        if (Control(switchboard, Shutdown, ref flags) != 0)
            throw new IOException($"The power of '{space[Folder]}' cannot be cut: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    /// <summary>Mounts what has reached the disk.</summary>
    public static async Task MountAgainAsync(Workspace space, CancellationToken cancellation)
    {
        var (type, options, source, folder) = MountOf(space);
        await RunAsync("umount", [folder], cancellation);
        await RunAsync("mount", ["-t", type, "-o", options, source, folder], cancellation);
    }

    // The defaults would hide what was not flushed: they write a file out when it is renamed, bytes before names, and names every
    // five seconds.
    private static PrivateMount MountOf(Workspace space) =>
        new("ext4", "loop,noauto_da_alloc,data=writeback,commit=300", space["ext4.img"], space[Folder]);

    private static async Task RunAsync(string program, string[] arguments, CancellationToken cancellation)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, UseShellExecute = false })!;
        var error = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{program} ended with {process.ExitCode}: {error.Trim()}");
    }

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, nuint request, ref uint argument);
}

using System.Diagnostics;

namespace TextVae.Kills;

/// <summary>A small disk of memory, mounted where only the processes that need it see it.</summary>
internal static class SmallDisk
{
    /// <summary>Where it is in the workspace.</summary>
    public const string Folder = "disk";

    // As root a name space of mounts is enough; for others it takes one of users too, where the system allows it.
    private static readonly string[] Options = ["-m", "-rm"];

    /// <summary>Runs this program anew with the disk in its place.</summary>
    /// <returns>Its exit code; 0 where no disk can be mounted, with the reason in the output.</returns>
    public static async Task<int> RunAsync(Workspace space, string[] arguments, TextWriter output, CancellationToken cancellation)
    {
        if (!OperatingSystem.IsLinux())
        {
            output.WriteLine("full disk: skipped, as only Linux has name spaces of mounts");
            return 0;
        }

        // A run has to fit, and the checkpoint and the model that are written before old ones go.
        var size = Directory.EnumerateFiles(space["whole"], "*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length) * 2;
        Directory.CreateDirectory(space[Folder]);
        var reason = "";
        foreach (var option in Options)
        {
            string[] mount = [option, "sh", "-c", "mount -t tmpfs -o size=\"$1\" none \"$0\" && shift && exec \"$@\"", space[Folder], $"{size}"];
            using var probe = Start([.. mount, "true"], redirect: true);
            reason = await probe.StandardError.ReadToEndAsync(cancellation);
            await probe.WaitForExitAsync(cancellation);
            if (probe.ExitCode != 0)
                continue;
            using var inside = Start([.. mount, "dotnet", typeof(SmallDisk).Assembly.Location, .. arguments], redirect: false);
            await inside.WaitForExitAsync(cancellation);
            return inside.ExitCode;
        }

        output.WriteLine($"full disk: skipped, as this user may not mount a disk of memory: {reason.Trim()}");
        return 0;
    }

    private static Process Start(string[] arguments, bool redirect) =>
        Process.Start(new ProcessStartInfo("unshare", arguments) { RedirectStandardError = redirect, UseShellExecute = false })!;
}

namespace TextVae.Kills;

/// <summary>A small disk of memory.</summary>
internal static class SmallDisk
{
    /// <summary>Where it is in the workspace.</summary>
    public const string Folder = "disk";

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
        var (exitCode, reason) = await new PrivateMount("tmpfs", $"size={size}", "none", space[Folder]).RunAsync(arguments, cancellation);
        if (exitCode is null)
            output.WriteLine($"full disk: skipped, as this user may not mount a disk of memory: {reason}");
        return exitCode ?? 0;
    }
}

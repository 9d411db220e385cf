using System.Diagnostics;

namespace TextVae.Kills;

/// <summary>A file system that is mounted where only the processes that need it see it, and is gone with the last of them.</summary>
/// <param name="Type">Such as "tmpfs".</param>
/// <param name="Options">As after <c>mount -o</c>.</param>
/// <param name="Source">What is mounted.</param>
/// <param name="Folder">Where.</param>
internal sealed record PrivateMount(string Type, string Options, string Source, string Folder)
{
    // As root a name space of mounts is enough; for others it takes one of users too, where the system allows it.
    private static readonly string[] NameSpaces = ["-m", "-rm"];

    /// <summary>Runs this program anew with the file system in its place.</summary>
    /// <param name="arguments">Of this program.</param>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>Its exit code; null where it cannot be mounted, and why.</returns>
    public async Task<(int? ExitCode, string Reason)> RunAsync(string[] arguments, CancellationToken cancellation)
    {
        Directory.CreateDirectory(Folder);
        var reason = "";
        foreach (var option in NameSpaces)
        {
            string[] mount = [option, "sh", "-c", "mount -t \"$0\" -o \"$1\" \"$2\" \"$3\" && shift 3 && exec \"$@\"", Type, Options, Source, Folder];
            using var probe = Start([.. mount, "true"], redirect: true);
            reason = await probe.StandardError.ReadToEndAsync(cancellation);
            await probe.WaitForExitAsync(cancellation);
            if (probe.ExitCode != 0)
                continue;
            using var inside = Start([.. mount, "dotnet", typeof(PrivateMount).Assembly.Location, .. arguments], redirect: false);
            await inside.WaitForExitAsync(cancellation);
            return (inside.ExitCode, "");
        }

        return (null, reason.Trim());
    }

    private static Process Start(string[] arguments, bool redirect) =>
        Process.Start(new ProcessStartInfo("unshare", arguments) { RedirectStandardError = redirect, UseShellExecute = false })!;
}

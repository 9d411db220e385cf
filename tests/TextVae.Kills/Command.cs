using System.Diagnostics;

namespace TextVae.Kills;

/// <summary>Runs the real command in a process of its own.</summary>
internal static class Command
{
    public static Process Start(string[] arguments)
    {
        string[] all = [Path.Combine(AppContext.BaseDirectory, "TextVae.Cli.dll"), .. arguments];
        return Process.Start(new ProcessStartInfo("dotnet", all)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;
    }

    /// <summary>Runs it to its end, which has to be a good one.</summary>
    public static async Task RunAsync(string[] arguments, CancellationToken cancellation)
    {
        using var process = Start(arguments);
        _ = process.StandardOutput.ReadToEndAsync(cancellation);
        var error = await process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"textvae {string.Join(' ', arguments)} ended with {process.ExitCode}: {error}");
    }
}

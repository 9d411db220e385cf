using System.Diagnostics;

namespace TextVae.Cli.Tests;

/// <summary>The command as a process of its own.</summary>
internal static class CommandProcess
{
    /// <summary>What `dotnet` has to be given to run the command.</summary>
    public static string Assembly => typeof(CommandLine).Assembly.Location;

    public static Process Start(params string[] arguments) => StartProgram("dotnet", [Assembly, .. arguments]);

    public static Process StartProgram(string program, params string[] arguments) =>
        Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        })!;

    /// <summary>Waits for the end of a process that prints little.</summary>
    public static async Task<Run> EndAsync(this Process process)
    {
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Run(process.ExitCode, await output, await error);
    }
}

using System.Diagnostics;

namespace TextVae.Cli.Tests;

/// <summary>The real command in a process of its own, to which signals are sent.</summary>
internal sealed class SignalledProcess : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _error;

    private SignalledProcess(Process process)
    {
        _process = process;
        _error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>All that the process wrote to stdout and was not read yet.</summary>
    public StreamReader Output => _process.StandardOutput;

    /// <summary>Starts the command; temporary files go to a folder.</summary>
    public static SignalledProcess Start(string temporaryFolder, params string[] arguments)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux shows what a process has loaded and which signals it ignores.");
        Assert.SkipWhen(IgnoresInterrupts, "SIGINT is ignored here, as in the background of a shell, and so in every process started here.");
        var start = new ProcessStartInfo("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        start.Environment["TMPDIR"] = Directory.CreateDirectory(temporaryFolder).FullName;
        // The runtime's own pipes for debuggers, which a process that ends at once leaves.
        start.Environment["DOTNET_EnableDiagnostics"] = "0";
        return new SignalledProcess(Process.Start(start)!);
    }

    /// <summary>Nothing is left in the folder for temporary files, nor a file half written in or below another.</summary>
    public static void AssertNoTemporaryFiles(string temporaryFolder, string folder)
    {
        Assert.Empty(Directory.GetFileSystemEntries(temporaryFolder));
        if (Directory.Exists(folder))
            Assert.DoesNotContain(Directory.GetFiles(folder, "*", SearchOption.AllDirectories), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    /// <summary>Whether a thread of it waits for room in a pipe.</summary>
    public bool IsWritingToFullPipe => Directory.EnumerateDirectories($"/proc/{_process.Id}/task").Any(
        thread => Read(Path.Combine(thread, "wchan")).Contains("pipe_write", StringComparison.Ordinal));

    /// <summary>Waits until the process has a library loaded.</summary>
    public Task UntilLoadedAsync(string library) => UntilAsync(() => Maps().Contains(library, StringComparison.Ordinal));

    /// <summary>Waits until something is so, or the process has ended.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        while (!_process.HasExited && !condition())
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    /// <summary>Whether the process ends within some time.</summary>
    public async Task<bool> HasEndedAsync(TimeSpan within)
    {
        await Task.WhenAny(_process.WaitForExitAsync(TestContext.Current.CancellationToken), Task.Delay(within, TestContext.Current.CancellationToken));
        return _process.HasExited;
    }

    public async Task SignalAsync(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{_process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Waits for the end.</summary>
    public async Task<(int ExitCode, string Error)> EndAsync()
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return (_process.ExitCode, await _error);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }

    private static bool IgnoresInterrupts
    {
        get
        {
            const int interrupt = 2;
            var ignored = File.ReadLines("/proc/self/status").First(line => line.StartsWith("SigIgn:", StringComparison.Ordinal));
            return (Convert.ToUInt64(ignored.Split('\t')[1], 16) & (1UL << (interrupt - 1))) != 0;
        }
    }

    private string Maps() => Read($"/proc/{_process.Id}/maps");

    // Processes and threads may end meanwhile.
    private static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (IOException)
        {
            return "";
        }
    }
}

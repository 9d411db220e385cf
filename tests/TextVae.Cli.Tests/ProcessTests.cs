using System.Diagnostics;

namespace TextVae.Cli.Tests;

public sealed class ProcessTests
{
    [Fact]
    public async Task Help_loads_nothing_of_libtorch()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only glibc's loader tells what it loads.");
        var start = Command("--help");
        start.Environment["LD_DEBUG"] = "files";

        using var process = Process.Start(start)!;
        var loaded = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        var help = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, process.ExitCode);
        Assert.Contains("textvae [command] [options]", help);
        Assert.SkipUnless((await loaded).Contains("libcoreclr"), "This system's loader does not tell what it loads.");
        Assert.DoesNotContain("torch", await loaded, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("libc10", await loaded);
    }

    private static ProcessStartInfo Command(params string[] arguments) =>
        new("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
}

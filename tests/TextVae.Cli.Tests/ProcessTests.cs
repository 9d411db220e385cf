using System.Diagnostics;
using TextVae.Cli.Tests.Commands;

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

    [Fact]
    public async Task Ctrl_C_finishes_the_step_saves_a_checkpoint_and_exits_with_130()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        using var space = new Workspace();
        var folder = space["run"];
        var start = Command(
        [
            "train", space.Write("r.toml", ""), "--data", await space.PrepareAsync(), "--out", folder, .. Workspace.TinySettings,
            "--set", "training.steps=1000000", "--set", "training.evaluate_every=1000000", "--set", "training.checkpoint_every=1000000",
        ]);
        using var process = Process.Start(start)!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        while (!process.HasExited && Steps(folder) < 3)
            await Task.Delay(20, TestContext.Current.CancellationToken);

        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        var steps = Steps(folder);
        Assert.Equal(130, process.ExitCode);
        Assert.EndsWith(
            $"train: stopped after step {steps}; a checkpoint is saved, and --resume goes on from it\ninterrupted\n", await error,
            StringComparison.Ordinal);
        var resumed = await Run.Of("train", "--out", folder, "--resume", "--set", $"training.steps={steps + 2}");
        Assert.Equal((0, steps + 2), (resumed.ExitCode, Steps(folder)));
    }

    [Fact]
    public async Task Ctrl_C_ends_prepare_with_130_and_leaves_nothing_half_made()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Windows has no signals to send.");
        using var space = new Workspace();
        var line = string.Join(' ', Enumerable.Repeat("good food and bad wine,", 40)) + "\n";
        var input = space.Write("texts.txt", string.Concat(Enumerable.Repeat(line, 60_000)));
        var folder = Path.GetDirectoryName(input)!;
        using var process = Process.Start(Command("prepare", input, "--out", space["data"]))!;
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        // The hidden folder is there while the work goes on.
        while (!process.HasExited && Directory.GetFileSystemEntries(folder).Length < 2)
            await Task.Delay(5, TestContext.Current.CancellationToken);

        using (var kill = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        Assert.Equal((130, "interrupted\n"), (process.ExitCode, await error));
        Assert.Equal([input], Directory.GetFileSystemEntries(folder));
    }

    private static int Steps(string folder)
    {
        var metrics = Path.Combine(folder, "metrics.jsonl");
        return File.Exists(metrics)
            ? File.ReadAllText(metrics).Split('\n').Count(line => line.StartsWith("{\"kind\":\"train\"", StringComparison.Ordinal))
            : 0;
    }

    private static ProcessStartInfo Command(params string[] arguments) =>
        new("dotnet", [typeof(CommandLine).Assembly.Location, .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
}

using System.Diagnostics;
using TextVae.Cli.Tests.Commands;

namespace TextVae.Cli.Tests;

public sealed class TwoProcessesTests
{
    [Fact]
    public async Task A_second_training_into_a_folder_is_refused_until_the_first_is_dead()
    {
        using var space = new Workspace();
        var folder = space["run"];
        string[] endless =
        [
            "train", space.Write("r.toml", ""), "--data", await space.PrepareAsync(), "--out", folder, .. Workspace.TinySettings,
            "--set", "training.steps=1000000", "--set", "training.evaluate_every=1000000", "--set", "training.checkpoint_every=5",
        ];
        using var first = CommandProcess.Start(endless);
        await HasCheckpointAsync(first, folder);

        using var second = CommandProcess.Start("train", "--out", folder, "--resume");
        var refused = await second.EndAsync();

        Assert.Equal(
            (2, $"error: Another process is training into '{folder}'. Wait for it to end, or choose another folder.\n"),
            (refused.ExitCode, refused.Error));
        Assert.False(first.HasExited);
        first.Kill();
        await first.WaitForExitAsync(TestContext.Current.CancellationToken);
        var resumed = await Run.Of("train", "--out", folder, "--resume", "--set", "training.steps=1", "--json");
        Assert.Equal((0, ""), (resumed.ExitCode, resumed.Error.Replace(LastEvaluation(resumed.Error), "", StringComparison.Ordinal)));
    }

    private static string LastEvaluation(string error) => error.Split('\n')[^2] + "\n";

    private static async Task HasCheckpointAsync(Process process, string folder)
    {
        var checkpoints = Path.Combine(folder, "checkpoints");
        while (!process.HasExited && !(Directory.Exists(checkpoints) && Directory.EnumerateFiles(checkpoints, "step-*").Any()))
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }
}

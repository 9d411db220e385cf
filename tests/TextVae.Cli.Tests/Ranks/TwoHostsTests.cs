using System.Diagnostics;

namespace TextVae.Cli.Tests.Ranks;

public sealed class TwoHostsTests
{
    [Fact]
    public async Task A_cut_link_ends_the_training_and_nothing_is_lost()
    {
        using var runs = await RankedRuns.CreateAsync();
        using var hosts = TwoHosts.Create();
        using var job = hosts.Start(runs["agent"], launcherNotices: true, [], runs.Starting("cut", "training.steps=400"));
        await CheckpointAsync(job, runs);

        hosts.Cut();

        var end = await MpiJobs.EndAsync(job, TimeSpan.FromMinutes(2));
        Assert.NotEqual(0, end.ExitCode);
        Assert.Contains("lost communication with a remote daemon", end.Error, StringComparison.Ordinal);
        await AssertNothingIsLostAsync(runs);
    }

    [Fact]
    public async Task Where_the_launcher_does_not_notice_the_processes_end_by_themselves()
    {
        using var runs = await RankedRuns.CreateAsync();
        using var hosts = TwoHosts.Create();
        using var job = hosts.Start(
            runs["agent"], launcherNotices: false, ["TEXTVAE_MPI_TIMEOUT=20"], runs.Starting("cut", "training.steps=400"));
        await CheckpointAsync(job, runs);

        hosts.Cut();

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(2));
        while (MpiJobs.IsRunning(runs["cut"]))
            await Task.Delay(100, patience.Token);
        job.Kill(entireProcessTree: true);
        await job.WaitForExitAsync(patience.Token);
        // Had the process that writes not ended, it would hold the folder.
        await AssertNothingIsLostAsync(runs);
    }

    private static async Task CheckpointAsync(Process job, RankedRuns runs)
    {
        var checkpoints = Path.Combine(runs["cut"], "checkpoints");
        while (!job.HasExited && !(Directory.Exists(checkpoints) && Directory.EnumerateFiles(checkpoints, "step-*").Any()))
            await Task.Delay(5, TestContext.Current.CancellationToken);
    }

    private static async Task AssertNothingIsLostAsync(RankedRuns runs)
    {
        await runs.TrainAsync("undisturbed", 2, "training.steps=400");
        await runs.ResumeAsync("cut", 2);
        Assert.Equal(runs.Files("undisturbed"), runs.Files("cut"));
    }
}

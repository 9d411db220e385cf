using System.Diagnostics;

namespace TextVae.Cli.Tests.Ranks;

public sealed class RankedTrainingTests
{
    [Fact]
    public async Task Ranks_train_the_model_that_one_process_trains()
    {
        using var runs = await RankedRuns.CreateAsync();
        await runs.TrainAsync("one", 1);

        // At step 100 the processes compare their parameters bit for bit, and would fail if they were not the same.
        var two = await runs.TrainAsync("two", 2);
        await runs.TrainAsync("three", 3);

        runs.AssertSame("one", "two");
        runs.AssertSame("one", "three");
        Assert.StartsWith("Trained for 100 steps.", two.Output, StringComparison.Ordinal);
        Assert.Single(two.Output.Split('\n'), line => line.StartsWith("Trained", StringComparison.Ordinal));
        Assert.Equal(3, (int)System.Text.Json.Nodes.JsonNode.Parse(File.ReadAllText(Path.Combine(runs["three"], "run.json")))!["processes"]!);
    }

    [Theory]
    [InlineData("training.batch=7")]
    [InlineData("training.batch=2")]
    [InlineData("training.batch_tokens=20")]
    public async Task Shares_of_different_sizes_give_the_same_gradient(string batches)
    {
        using var runs = await RankedRuns.CreateAsync();
        string[] settings = [batches, "training.steps=20"];
        await runs.TrainAsync("one", 1, settings);

        await runs.TrainAsync("three", 3, settings);

        runs.AssertSame("one", "three");
    }

    [Fact]
    public async Task A_run_goes_on_with_other_numbers_of_ranks()
    {
        using var runs = await RankedRuns.CreateAsync();
        await runs.TrainAsync("one", 1, "training.steps=60");
        await runs.TrainAsync("changing", 2, "training.steps=20");
        await runs.ResumeAsync("changing", 3, "training.steps=45");

        var last = await runs.ResumeAsync("changing", 1, "training.steps=60");

        var steps = runs.Metrics("changing").Where(line => (string)line["kind"]! == "train").ToArray();
        var expected = runs.Metrics("one").Where(line => (string)line["kind"]! == "train").ToArray();
        Assert.Equal(expected.Select(line => (int)line["step"]!), steps.Select(line => (int)line["step"]!));
        Assert.All(expected.Zip(steps), pair => Assert.Equal((double)pair.First["loss"]!, (double)pair.Second["loss"]!, 1e-4 * (double)pair.First["loss"]!));
        Assert.Contains("the number of processes was 2 and is 1", last.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Killing_a_rank_ends_all_and_nothing_is_lost()
    {
        using var runs = await RankedRuns.CreateAsync();
        await runs.TrainAsync("undisturbed", 2, "training.steps=400");
        using var job = MpiJobs.Start(2, runs.Starting("killed", "training.steps=400"));
        await CheckpointAsync(job, runs["killed"]);
        var second = MpiJobs.ProcessesOf(job).Max();

        using (var kill = Process.Start("kill", ["-KILL", $"{second}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);

        var end = await MpiJobs.EndAsync(job, TimeSpan.FromSeconds(30));
        Assert.NotEqual(0, end.ExitCode);
        Assert.Contains("signal 9", end.Error, StringComparison.Ordinal);
        await runs.ResumeAsync("killed", 2);
        Assert.Equal(runs.Files("undisturbed"), runs.Files("killed"));
    }

    [Fact]
    public async Task A_signal_to_one_rank_stops_all_after_the_same_step()
    {
        using var runs = await RankedRuns.CreateAsync();
        using var job = MpiJobs.Start(2, runs.Starting("stopped", "training.steps=100000", "training.checkpoint_every=100000"));
        await UntilAsync(job, () => File.Exists(Path.Combine(runs["stopped"], "metrics.jsonl")) && runs.Metrics("stopped").Length > 5);

        using (var kill = Process.Start("kill", ["-TERM", $"{MpiJobs.ProcessesOf(job).Max()}"]))
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);

        var end = await MpiJobs.EndAsync(job, TimeSpan.FromSeconds(60));
        var steps = runs.Metrics("stopped").Count(line => (string)line["kind"]! == "train");
        Assert.NotEqual(0, end.ExitCode);
        Assert.Contains($"train: stopped after step {steps}; a checkpoint is saved", end.Error, StringComparison.Ordinal);
        await runs.ResumeAsync("stopped", 2, $"training.steps={steps + 2}");
        Assert.Equal(steps + 2, runs.Metrics("stopped").Count(line => (string)line["kind"]! == "train"));
    }

    [Fact]
    public async Task What_fails_in_one_rank_is_told_and_ends_all()
    {
        using var runs = await RankedRuns.CreateAsync();
        var first = runs.Starting("run", "training.steps=100000");
        string[] second = [.. first.Select(argument => argument == runs["data"] ? runs["nowhere"] : argument)];
        using var job = MpiJobs.StartDifferent(first, second);

        var end = await MpiJobs.EndAsync(job, TimeSpan.FromSeconds(60));

        Assert.Equal(3, end.ExitCode);
        Assert.Contains($"rank 1 of 2 on {Environment.MachineName}: error: '{runs["nowhere"]}", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_fails_in_all_ranks_is_told_once()
    {
        using var runs = await RankedRuns.CreateAsync();
        Directory.CreateDirectory(runs["full"]);
        File.WriteAllText(Path.Combine(runs["full"], "mine"), "");

        var end = await MpiJobs.RunAsync(2, runs.Starting("full"));

        Assert.Equal(2, end.ExitCode);
        Assert.Single(end.Error.Split('\n'), line => line.Contains("error:", StringComparison.Ordinal));
        Assert.Contains($"error: '{runs["full"]}' is not empty and holds no run.", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_that_processes_do_not_share_are_refused()
    {
        MpiJobs.Require();

        var end = await MpiJobs.RunAsync(2, "doctor");

        Assert.Equal(2, end.ExitCode);
        Assert.Contains(
            "error: mpirun has started 2 processes, and `textvae doctor` is not shared by processes. Start it without mpirun; what can be "
            + "shared is train, evaluate, encode, sweep, prepare, bench sum.", end.Error, StringComparison.Ordinal);
    }

    private static Task CheckpointAsync(Process job, string folder)
    {
        var checkpoints = Path.Combine(folder, "checkpoints");
        return UntilAsync(job, () => Directory.Exists(checkpoints) && Directory.EnumerateFiles(checkpoints, "step-*").Any());
    }

    private static async Task UntilAsync(Process job, Func<bool> condition)
    {
        while (!job.HasExited && !condition())
            await Task.Delay(20, TestContext.Current.CancellationToken);
    }
}

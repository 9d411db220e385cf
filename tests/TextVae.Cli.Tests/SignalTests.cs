using System.Diagnostics;
using TextVae.Cli.Tests.Commands;

namespace TextVae.Cli.Tests;

public sealed class SignalTests : IDisposable
{
    private readonly Workspace _space = new();

    public static TheoryData<string, int> Signals => new() { { "INT", 130 }, { "TERM", 143 } };

    public void Dispose() => _space.Dispose();

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task A_training_finishes_its_step_and_saves_a_checkpoint(string signal, int exitCode)
    {
        using var process = await TrainAsync("training.evaluate_every=1000000");
        await process.UntilAsync(() => Steps >= 3);

        await process.SignalAsync(signal);

        var end = await process.EndAsync();
        var steps = Steps;
        Assert.Equal(exitCode, end.ExitCode);
        Assert.EndsWith(
            $"train: stopped after step {steps}; a checkpoint is saved, and --resume goes on from it\ninterrupted\n", end.Error,
            StringComparison.Ordinal);
        await AssertResumesAsync(steps);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task A_training_can_be_stopped_while_libtorch_is_loaded(string signal, int exitCode)
    {
        using var process = await TrainAsync();
        await process.UntilLoadedAsync("libc10.so");

        await process.SignalAsync(signal);

        Assert.Equal(exitCode, (await process.EndAsync()).ExitCode);
        await AssertResumesAsync(Steps);
    }

    [Fact]
    public async Task A_training_can_be_stopped_during_an_evaluation()
    {
        // A batch for each of many texts makes the evaluation after each step take nearly all of the time.
        await _space.PrepareAsync(texts: 400, split: "100,rest,20");
        using var process = await TrainAsync("training.evaluate_every=1", "evaluation.batch=1", "training.batch=1");
        await process.UntilAsync(() => Steps >= 3);

        await process.SignalAsync("INT");

        Assert.Equal(130, (await process.EndAsync()).ExitCode);
        await AssertResumesAsync(Steps);
        var evaluated = File.ReadLines(Path.Combine(_space["run"], "metrics.jsonl"))
            .Count(line => line.StartsWith("{\"kind\":\"valid\"", StringComparison.Ordinal));
        Assert.Equal(Steps, evaluated);
    }

    [Theory]
    [InlineData("vae")]
    [InlineData("lm")]
    public async Task An_evaluation_can_be_interrupted(string kind)
    {
        await _space.PrepareAsync(texts: 100_000, split: "rest,20,20");
        var run = await _space.TrainAsync("run", "--set", $"model.kind={kind}");
        using var process = SignalledProcess.Start(_space["tmp"], "evaluate", run, "--split", "train", "--samples", "100");
        await process.UntilLoadedAsync("libLibTorchSharp");

        await process.SignalAsync("TERM");

        Assert.Equal((143, "interrupted\n"), await process.EndAsync());
        Assert.Equal("", await process.Output.ReadToEndAsync(TestContext.Current.CancellationToken));
        AssertNoTemporaryFiles();
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task An_interrupted_prepare_leaves_nothing(string signal, int exitCode)
    {
        var line = string.Join(' ', Enumerable.Repeat("good food and bad wine,", 40)) + "\n";
        var input = _space.Write("texts.txt", string.Concat(Enumerable.Repeat(line, 60_000)));
        using var process = SignalledProcess.Start(_space["tmp"], "prepare", input, "--out", _space["new/data"]);
        // The hidden folder is there while the work goes on.
        await process.UntilAsync(() => Directory.Exists(_space["new"]));

        await process.SignalAsync(signal);

        Assert.Equal((exitCode, "interrupted\n"), await process.EndAsync());
        Assert.False(Directory.Exists(_space["new"]));
        AssertNoTemporaryFiles();
    }

    [Theory]
    [InlineData("synth", "--reviews", "5000000", "--out")]
    [InlineData("bench", "soak", "--steps", "100000000", "--folder")]
    [InlineData("bench", "prepare", "--megabytes", "100000", "--folder")]
    public async Task What_is_made_meanwhile_is_deleted(params string[] arguments)
    {
        using var process = SignalledProcess.Start(_space["tmp"], [.. arguments, _space["new/work"]]);
        await process.UntilAsync(() => Directory.Exists(_space["new"]) && Directory.GetFiles(_space["new"], "*", SearchOption.AllDirectories).Length > 0);

        await process.SignalAsync("INT");

        Assert.Equal(130, (await process.EndAsync()).ExitCode);
        Assert.Empty(Directory.Exists(_space["new"]) ? Directory.GetFiles(_space["new"], "*", SearchOption.AllDirectories) : []);
        AssertNoTemporaryFiles();
    }

    [Fact]
    public async Task Sampling_can_be_interrupted()
    {
        var run = await _space.TrainAsync("run");
        using var process = SignalledProcess.Start(_space["tmp"], "sample", run, "--count", "100000000", "--max-length", "3");
        Assert.NotNull(await process.Output.ReadLineAsync(TestContext.Current.CancellationToken));
        var rest = process.Output.ReadToEndAsync(TestContext.Current.CancellationToken);

        await process.SignalAsync("INT");

        Assert.Equal((130, "interrupted\n"), await process.EndAsync());
        Assert.EndsWith("\n", await rest, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_for_texts_to_be_typed_can_be_interrupted()
    {
        var run = await _space.TrainAsync("run");
        using var process = SignalledProcess.Start(_space["tmp"], "reconstruct", run);
        await process.UntilLoadedAsync("libLibTorchSharp");

        await process.SignalAsync("INT");

        Assert.Equal((130, "interrupted\n"), await process.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task Waiting_for_a_pipe_that_nobody_writes_to_can_be_interrupted(string signal, int exitCode)
    {
        var run = await _space.TrainAsync("run");
        var pipe = _space["pipe"];
        using (var make = Process.Start("mkfifo", [pipe]))
            await make.WaitForExitAsync(TestContext.Current.CancellationToken);
        using var process = SignalledProcess.Start(_space["tmp"], "reconstruct", run, "--input", pipe);
        // It opens when the other side does, and then waits for texts that are never written.
        await using var writer = await Task.Run(
            () => new FileStream(pipe, FileMode.Open, FileAccess.Write, FileShare.ReadWrite), TestContext.Current.CancellationToken);

        await process.SignalAsync(signal);

        Assert.Equal((exitCode, "interrupted\n"), await process.EndAsync());
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task The_second_signal_ends_at_once_what_the_first_one_cannot(string signal, int exitCode)
    {
        var run = await _space.TrainAsync("run");
        using var process = SignalledProcess.Start(_space["tmp"], "sample", run, "--count", "1000000");
        // Nobody reads what it writes, so in the end it waits for room.
        await process.UntilAsync(() => process.IsWritingToFullPipe);

        // Two signals that come together are one to the system.
        while (!await process.HasEndedAsync(TimeSpan.FromMilliseconds(200)))
            await process.SignalAsync(signal);

        Assert.Equal((exitCode, ""), await process.EndAsync());
    }

    private int Steps
    {
        get
        {
            var metrics = Path.Combine(_space["run"], "metrics.jsonl");
            return File.Exists(metrics)
                ? File.ReadAllText(metrics).Split('\n').Count(line => line.StartsWith("{\"kind\":\"train\"", StringComparison.Ordinal))
                : 0;
        }
    }

    private async Task<SignalledProcess> TrainAsync(params string[] settings) => SignalledProcess.Start(
        _space["tmp"],
        [
            "train", _space.Write("r.toml", ""), "--data", Directory.Exists(_space["data"]) ? _space["data"] : await _space.PrepareAsync(), "--out", _space["run"], .. Workspace.TinySettings,
            "--set", "training.steps=1000000", "--set", "training.checkpoint_every=1000000",
            .. settings.SelectMany(setting => new[] { "--set", setting }),
        ]);

    private async Task AssertResumesAsync(int steps)
    {
        var resumed = await Run.Of("train", "--out", _space["run"], "--resume", "--set", $"training.steps={steps + 2}");
        Assert.Equal((0, steps + 2), (resumed.ExitCode, Steps));
        AssertNoTemporaryFiles();
    }

    private void AssertNoTemporaryFiles() => SignalledProcess.AssertNoTemporaryFiles(_space["tmp"], _space["run"]);
}

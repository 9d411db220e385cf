using TextVae.Cli.Tests.Commands;

namespace TextVae.Cli.Tests;

/// <summary>Signals to commands that train and measure at length.</summary>
public sealed class ReproductionSignalTests : IDisposable
{
    // Both processes and both calls in this one have to compute alike.
    private static readonly string[] Tiny =
    [
        "--seeds", "1", "--scale", "0.01", "--threads", "1", "--precision", "float32", "--set", "model.hidden=8",
        "--set", "training.batch=16", "--set", "evaluation.beam=2",
    ];

    private readonly Workspace _space = new();

    public static TheoryData<string, int> Signals => SignalTests.Signals;

    public void Dispose() => _space.Dispose();

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task A_reproduction_goes_on_where_it_was_and_comes_to_the_same(string signal, int exitCode)
    {
        string[] call = ["reproduce", "--data", await _space.PrepareAsync(), .. Tiny, "--set", "evaluation.samples=2", "--only", "lm,vae", "--steps", "300", "--out"];
        using var process = SignalledProcess.Start(_space["tmp"], [.. call, _space["stopped"]]);
        await process.UntilAsync(() => StepsOf("vae-1") >= 3);

        await process.SignalAsync(signal);

        var end = await process.EndAsync();
        Assert.Equal(exitCode, end.ExitCode);
        Assert.Matches(@"\A1/2 lm-1: test bound [^\n]+\ninterrupted\n\z", end.Error);
        AssertNoTemporaryFiles();
        var made = StepsOf("vae-1");
        Assert.InRange(made, 3, 299);
        // A run of a reproduction is a run like any other, and may be taken further by hand.
        var resumed = await Run.Of("train", "--out", _space["stopped/runs/vae-1"], "--resume", "--json");
        Assert.Equal((0, 300), (resumed.ExitCode, StepsOf("vae-1")));
        var again = await Run.Of([.. call, _space["stopped"]]);
        Assert.Equal(0, again.ExitCode);
        Assert.DoesNotContain("lm-1", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run.Of([.. call, _space["whole"]])).ExitCode);
        foreach (var file in new[] { "results.json", "reproduction.md", "tables.md", "runs/vae-1/model/weights.safetensors" })
            Assert.Equal(File.ReadAllBytes(_space[$"whole/{file}"]), File.ReadAllBytes(_space[$"stopped/{file}"]));
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task A_sweep_goes_on_where_it_was_and_comes_to_the_same(string signal, int exitCode)
    {
        _space.Write("vae.toml", SweepCommandTests.Recipe.Replace("steps = 2", "steps = 300", StringComparison.Ordinal));
        string[] call =
        [
            "sweep", _space.Write("sweep.toml", SweepCommandTests.Sweep), "--data", await _space.PrepareAsync(), "--threads", "1",
            "--precision", "float32", "--out",
        ];
        using var process = SignalledProcess.Start(_space["tmp"], [.. call, _space["stopped"]]);
        await process.UntilAsync(() => StepsOf("vae-1") >= 3);

        await process.SignalAsync(signal);

        var end = await process.EndAsync();
        Assert.Equal(exitCode, end.ExitCode);
        Assert.Matches(
            @"\A1/2 lm-1: bound [^\n]+\nvae-1: stopped after step \d+; a checkpoint is saved, and the same command goes on from it\ninterrupted\n\z", end.Error);
        AssertNoTemporaryFiles();
        Assert.InRange(StepsOf("vae-1"), 3, 299);
        var again = await Run.Of([.. call, _space["stopped"]]);
        Assert.Equal(0, again.ExitCode);
        Assert.DoesNotContain("lm-1", again.Error, StringComparison.Ordinal);
        Assert.Equal(0, (await Run.Of([.. call, _space["whole"]])).ExitCode);
        Assert.Equal(300, StepsOf("vae-1"));
        Assert.Equal(
            File.ReadAllBytes(_space["whole/runs/vae-1/model/weights.safetensors"]),
            File.ReadAllBytes(_space["stopped/runs/vae-1/model/weights.safetensors"]));
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task A_reproduction_can_be_stopped_while_it_measures(string signal, int exitCode)
    {
        var data = await _space.PrepareAsync(texts: 100_000, split: "100,20,rest");
        using var process = SignalledProcess.Start(
            _space["tmp"],
            ["reproduce", "--data", data, "--out", _space["stopped"], .. Tiny, "--set", "evaluation.samples=1000", "--only", "vae", "--steps", "1"]);
        await process.UntilAsync(() => Lines("vae-1").Any(line => line.StartsWith("{\"kind\":\"valid\",\"step\":1,", StringComparison.Ordinal)));

        await process.SignalAsync(signal);

        Assert.Equal((exitCode, "interrupted\n"), await process.EndAsync());
        Assert.False(File.Exists(_space["stopped/runs/vae-1/result.json"]));
        AssertNoTemporaryFiles();
        Assert.Equal(0, (await Run.Of("train", "--out", _space["stopped/runs/vae-1"], "--resume")).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task A_report_that_is_stopped_leaves_nothing(string signal, int exitCode)
    {
        await _space.PrepareAsync(texts: 100_000, split: "100,20,rest");
        var run = await _space.TrainAsync("run");
        using var process = SignalledProcess.Start(_space["tmp"], "report", run, "--out", _space["page"]);
        await process.UntilLoadedAsync("libLibTorchSharp");

        await process.SignalAsync(signal);

        Assert.Equal((exitCode, "interrupted\n"), await process.EndAsync());
        Assert.False(Directory.Exists(_space["page"]));
        AssertNoTemporaryFiles();
        Assert.Equal(0, (await Run.Of("train", "--out", run, "--resume", "--set", "training.steps=3")).ExitCode);
    }

    [Theory]
    [MemberData(nameof(Signals))]
    public async Task A_measurement_of_speed_can_be_stopped(string signal, int exitCode)
    {
        using var process = SignalledProcess.Start(
            _space["tmp"],
            ["bench", "train", _space.Write("r.toml", ""), "--data", await _space.PrepareAsync(), "--seconds", "100000", .. Workspace.TinySettings]);
        await process.UntilLoadedAsync("libLibTorchSharp");

        await process.SignalAsync(signal);

        Assert.Equal((exitCode, "interrupted\n"), await process.EndAsync());
        Assert.Equal("", await process.Output.ReadToEndAsync(TestContext.Current.CancellationToken));
        AssertNoTemporaryFiles();
    }

    private int StepsOf(string run) => Lines(run).Count(line => line.StartsWith("{\"kind\":\"train\"", StringComparison.Ordinal));

    private string[] Lines(string run)
    {
        var metrics = _space[$"stopped/runs/{run}/metrics.jsonl"];
        return File.Exists(metrics) ? File.ReadAllText(metrics).Split('\n') : [];
    }

    private void AssertNoTemporaryFiles() => SignalledProcess.AssertNoTemporaryFiles(_space["tmp"], _space["stopped"]);
}

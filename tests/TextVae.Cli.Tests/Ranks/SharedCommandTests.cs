using TextVae.Cli.Tests.Commands;

namespace TextVae.Cli.Tests.Ranks;

public sealed class SharedCommandTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task Ranks_measure_what_one_process_measures()
    {
        MpiJobs.Require();
        string[] evaluate = ["evaluate", await _space.TrainAsync("run"), "--split", "train", "--iw", "20", "--json"];
        var one = await MpiJobs.RunAsync(1, evaluate);

        var three = await MpiJobs.RunAsync(3, evaluate);

        Assert.Equal((0, one.Output), (three.ExitCode, three.Output.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task Ranks_encode_what_one_process_encodes()
    {
        MpiJobs.Require();
        string[] encode = ["encode", await _space.TrainAsync("run"), "--split", "train", "--log-variance", "--json"];
        var one = await MpiJobs.RunAsync(1, [.. encode, "--output", _space["one.jsonl"]]);

        var three = await MpiJobs.RunAsync(3, [.. encode, "--output", _space["three.jsonl"]]);

        Assert.Equal((0, 0), (one.ExitCode, three.ExitCode));
        var (expected, found) = (await ReadAsync("one.jsonl"), await ReadAsync("three.jsonl"));
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.SelectMany(text => text).Zip(found.SelectMany(text => text)), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public async Task Ranks_prepare_what_one_process_prepares()
    {
        MpiJobs.Require();
        string[] inputs =
        [
            .. Enumerable.Range(0, 3).Select(file => _space.Write(
                $"{file}.txt", string.Concat(Enumerable.Range(0, 30).Select(i => $"the {(i * file) % 7} was {i % 5} good\n")))),
        ];
        var one = await MpiJobs.RunAsync(1, ["prepare", .. inputs, "--out", _space["one"]]);

        var two = await MpiJobs.RunAsync(2, ["prepare", .. inputs, "--out", _space["two"]]);

        Assert.Equal((0, 0), (one.ExitCode, two.ExitCode));
        Assert.Equal(
            one.Output.Replace(_space["one"], "", StringComparison.Ordinal),
            two.Output.ReplaceLineEndings("\n").Replace(_space["two"], "", StringComparison.Ordinal));
        Assert.All(Directory.GetFiles(_space["one"]), file => Assert.Equal(
            File.ReadAllBytes(file), File.ReadAllBytes(Path.Combine(_space["two"], Path.GetFileName(file)))));
        Assert.Empty(Directory.GetDirectories(Path.GetDirectoryName(_space["two"])!, "*shard*"));
    }

    [Fact]
    public async Task Texts_of_stdin_are_refused()
    {
        MpiJobs.Require();

        var end = await MpiJobs.RunAsync(2, "encode", await _space.TrainAsync("run"));

        Assert.Equal(2, end.ExitCode);
        Assert.Contains("stdin or a pipe reaches one of them alone. Name a file with --input", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ranks_sweep_as_one_process_does()
    {
        MpiJobs.Require();
        var data = await _space.PrepareAsync();
        _space.Write("vae.toml", SweepCommandTests.Recipe);
        var sweep = _space.Write("sweep.toml", SweepCommandTests.Sweep);
        var one = await MpiJobs.RunAsync(1, "sweep", sweep, "--data", data, "--out", _space["one"], "--precision", "float32");

        var two = await MpiJobs.RunAsync(2, "sweep", sweep, "--data", data, "--out", _space["two"], "--precision", "float32");

        Assert.True(one.ExitCode == 0, one.Error);
        Assert.True(two.ExitCode == 0, two.Error);
        Assert.Equal(
            one.Output.Replace(_space["one"], "", StringComparison.Ordinal),
            two.Output.ReplaceLineEndings("\n").Replace(_space["two"], "", StringComparison.Ordinal));
    }

    private async Task<double[][]> ReadAsync(string name) =>
    [
        .. (await File.ReadAllLinesAsync(_space[name], TestContext.Current.CancellationToken))
            .Select(line => System.Text.Json.JsonDocument.Parse(line).RootElement)
            .Select(text => (double[])[
                .. text.GetProperty("vector").EnumerateArray().Select(number => number.GetDouble()),
                .. text.GetProperty("log_variance").EnumerateArray().Select(number => number.GetDouble()),
            ]),
    ];
}

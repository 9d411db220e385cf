using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

public sealed class SweepCommandTests : IDisposable
{
    private readonly Workspace _space = new();

    public SweepCommandTests()
    {
        _space.Write("vae.toml", Recipe);
        _space.Write("sweep.toml", Sweep);
    }

    /// <summary>A recipe that is trained in no time.</summary>
    internal static string Recipe => """
        model = { embedding = 6, hidden = 8, latent = 3 }
        training = { batch = 16, steps = 2 }
        evaluation = { samples = 2, beam = 2 }
        """;

    /// <summary>A language model and an autoencoder.</summary>
    internal static string Sweep => """
        name = "tiny"
        recipe = "vae.toml"
        [[run]]
        name = "lm"
        set = { model.kind = "lm" }
        [[run]]
        name = "vae"
        """;

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task The_list_has_every_run_and_what_is_set_in_it()
    {
        var run = await Run.Of("sweep", _space["sweep.toml"], "--list");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            $"lm   seeds 1  {_space["vae.toml"]}  model.kind=\"lm\"\nvae  seeds 1  {_space["vae.toml"]}\n", run.Output);
    }

    [Fact]
    public async Task It_runs_all_of_them_and_prints_a_table()
    {
        var data = await _space.PrepareAsync();

        var run = await Run.Of("sweep", _space["sweep.toml"], "--data", data, "--out", _space["s"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(
            @"^1/2 lm-1: bound \d+\.\d\d \(KL 0\.00\), perplexity \d+\.\d\d\n2/2 vae-1: bound \d+\.\d\d \(KL \d+\.\d\d\), perplexity \d+\.\d\d\n$",
            run.Error);
        var lines = run.Output.Split('\n');
        Assert.StartsWith("name      nll_bound", lines[0], StringComparison.Ordinal);
        Assert.Equal(["tiny-lm", "tiny-vae"], lines[1..3].Select(line => line.Split(' ')[0]));
        Assert.Equal($"The report is {_space["s/report.html"]}; all figures are in {_space["s/results.json"]}.", lines[4]);
        Assert.Contains("vae-1 less lm-1", File.ReadAllText(_space["s/report.html"]), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rows_go_into_a_file_of_results_that_is_printed_as_a_table()
    {
        var data = await _space.PrepareAsync();
        string[] call = ["sweep", _space["sweep.toml"], "--data", data, "--out", _space["s"], "--results", _space["results.json"], "--json"];
        var first = await Run.Of([.. call, "--only", "vae"]);
        var second = await Run.Of(call);

        var table = await Run.Of("sweep", "--table", _space["results.json"]);

        Assert.Equal((0, 0, 0), (first.ExitCode, second.ExitCode, table.ExitCode));
        Assert.Equal((1, 1), (first.Error.Count(c => c == '\n'), second.Error.Count(c => c == '\n')));
        Assert.StartsWith("2/2 lm-1: ", second.Error, StringComparison.Ordinal);
        Assert.Equal(["lm", "vae"], JsonNode.Parse(second.Output)!["runs"]!.AsArray().Select(row => (string)row!["run"]!));
        Assert.Equal(
            ["tiny-vae", "tiny-lm"], JsonNode.Parse(File.ReadAllText(_space["results.json"]))!.AsArray().Select(row => (string)row!["name"]!));
        var lines = table.Output.Split('\n');
        Assert.StartsWith("| name | nll_bound | perplexity | kl | ", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("| tiny-vae | ", lines[2], StringComparison.Ordinal);
        Assert.Contains("- tiny-lm: `textvae sweep sweep.toml --data DATASET --out DIR --only lm --precision ", table.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SWEEP")]
    [InlineData("--data DATASET", "SWEEP", "--out", "x")]
    [InlineData("--out DIR", "SWEEP", "--data", "x")]
    public async Task What_is_missing_is_named(string missing, params string[] arguments)
    {
        var run = await Run.Of(["sweep", .. arguments.Select(argument => argument == "SWEEP" ? _space["sweep.toml"] : argument)]);

        Assert.Equal(
            (2, $"error: {missing} is missing. Run a sweep with `textvae sweep SWEEP --data DATASET --out DIR`, print its runs with "
                + "`textvae sweep SWEEP --list`, and a table of results with `textvae sweep --table FILE`.\n"),
            (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task A_file_that_cannot_take_the_results_is_told_before_anything_is_made()
    {
        _space.Write("other.json", "{}");

        var run = await Run.Of(
            "sweep", _space["sweep.toml"], "--data", await _space.PrepareAsync(), "--out", _space["s"], "--results", _space["other.json"]);

        Assert.Equal(3, run.ExitCode);
        Assert.False(Directory.Exists(_space["s"]));
    }
}

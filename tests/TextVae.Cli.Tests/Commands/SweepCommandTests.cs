using System.Text.Json.Nodes;
using TextVae.Cli.Views;

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
        Assert.Contains("- tiny-lm: `textvae sweep sweep.toml --data DATASET --out DIR --only lm --seeds 1 --precision ", table.Output, StringComparison.Ordinal);
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

    [Theory]
    [InlineData("--table does not go together with --only: it trains nothing. Leave one of them away.", "--table", "r.json", "--only", "vae")]
    [InlineData("--table does not go together with SWEEP: it trains nothing. Leave one of them away.", "SWEEP", "--table", "r.json")]
    [InlineData("--list does not go together with --results: it trains nothing. Leave one of them away.", "SWEEP", "--list", "--results", "r.json")]
    [InlineData("--list does not go together with --device: it trains nothing. Leave one of them away.", "SWEEP", "--list", "--device", "cpu")]
    [InlineData("--only is empty. Give the names of runs of the sweep with commas between, or leave it away for all.", "SWEEP", "--list", "--only", ",")]
    [InlineData("--seeds has 'one'; give whole numbers with commas between.", "SWEEP", "--list", "--seeds", "1,one")]
    [InlineData("--threads is 0; it has to be between 1 and 4096.", "SWEEP", "--threads", "0")]
    public async Task What_would_be_ignored_or_means_nothing_is_refused(string message, params string[] arguments)
    {
        var run = await Run.Of(["sweep", .. arguments.Select(argument => argument == "SWEEP" ? _space["sweep.toml"] : argument)]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(message, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Some_of_the_seeds_are_listed_and_run()
    {
        _space.Write("sweep.toml", $"seeds = [1, 2, 3]\n{Sweep}");

        var list = await Run.Of("sweep", _space["sweep.toml"], "--list", "--only", "vae", "--seeds", "3, 1");
        var run = await Run.Of(
            "sweep", _space["sweep.toml"], "--data", await _space.PrepareAsync(), "--out", _space["s"], "--only", "lm", "--seeds", "2", "--json");

        Assert.Equal($"vae  seeds 1 3  {_space["vae.toml"]}\n", list.Output);
        Assert.Equal([2], JsonNode.Parse(run.Output)!["runs"]!.AsArray().Select(row => (int)row!["seed"]!));
    }

    [Fact]
    public async Task What_is_only_started_from_has_no_report()
    {
        _space.Write("sweep.toml", $"{Sweep}\nstart_from = \"start\"\n".Replace("[[run]]\nname = \"lm\"", "[[run]]\nname = \"start\"\nmeasure = false\n[[run]]\nname = \"lm\"", StringComparison.Ordinal));

        var run = await Run.Of(
            "sweep", _space["sweep.toml"], "--data", await _space.PrepareAsync(), "--out", _space["s"], "--only", "start");

        Assert.Equal((0, "Nothing is measured of these runs, so there is no report.\n"), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task A_run_that_fails_leaves_the_others_and_an_exit_code()
    {
        _space.Write("sweep.toml", """
            recipe = "vae.toml"
            [[run]]
            name = "wild"
            set = { training.optimizer = "sgd", training.learning_rate = 10, training.clip = 0, training.skip_limit = 1, training.steps = 9, objective.kl = 1000 }
            [[run]]
            name = "tame"
            """);

        var run = await Run.Of(
            "sweep", _space["sweep.toml"], "--data", await _space.PrepareAsync(), "--out", _space["s"], "--results", _space["r.json"]);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("tame      ", run.Output.Split('\n')[1], StringComparison.Ordinal);
        Assert.Contains("\nwild-1: The training in ", $"\n{run.Error}", StringComparison.Ordinal);
        Assert.EndsWith(
            "error: 1 of the runs has failed: wild-1. What it said stands above. Change its recipe in a sweep with another --out, or leave it away "
            + "with --only; the others are finished.\n",
            run.Error, StringComparison.Ordinal);
        Assert.Equal(["tame"], JsonNode.Parse(File.ReadAllText(_space["r.json"]))!.AsArray().Select(row => (string)row!["name"]!));
    }

    [Fact]
    public async Task A_folder_for_the_results_that_is_not_there_is_told_before_anything_is_made()
    {
        var run = await Run.Of(
            "sweep", _space["sweep.toml"], "--data", await _space.PrepareAsync(), "--out", _space["s"], "--results", _space["none/r.json"]);

        Assert.Equal(
            (2, $"error: There is no folder '{_space["none"]}' for --results. Make it, or name a file elsewhere.\n"), (run.ExitCode, run.Error));
        Assert.False(Directory.Exists(_space["s"]));
    }

    [Theory]
    [InlineData(59, "0:59")]
    [InlineData(3_599, "59:59")]
    [InlineData(3_600, "1:00:00")]
    [InlineData((26 * 3600) + 61, "26:01:01")]
    public void Times_have_all_their_hours(int seconds, string shown) =>
        Assert.Equal(shown, ProgressView.Shown(TimeSpan.FromSeconds(seconds)));

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

using System.Net;
using System.Text.Json.Nodes;
using TextVae.Cli.Inputs;

namespace TextVae.Cli.Tests.Commands;

public sealed class ReportCommandTests : IDisposable
{
    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task A_report_of_one_run_is_in_its_folder_with_its_figures_beside_it()
    {
        await _space.PrepareLabelledAsync();
        await _space.TrainAsync("run", "--set", "training.steps=4", "--set", "training.evaluate_every=2");

        var run = await Run.Of("report", _space["run"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.EndsWith(
            $"The report is {_space["run/report.html"]}; its figures as PNG and SVG are in {_space["run/figures"]}, and its texts in {_space["run/samples"]}.\n", run.Output,
            StringComparison.Ordinal);
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText(_space["run/report.html"]), StringComparison.Ordinal);
        var texts = new[] { "samples", "reconstructions", "interpolations" }.ToDictionary(
            name => name, name => File.ReadLines(_space[$"run/samples/{name}.jsonl"]).Select(line => JsonNode.Parse(line)!).ToArray());
        Assert.All(texts.Values, Assert.NotEmpty);
        Assert.All(texts["reconstructions"], row => Assert.Equal(["text", "reconstruction"], row.AsObject().Select(member => member.Key)));
        var page = File.ReadAllText(_space["run/report.html"]);
        Assert.All(texts["samples"], row => Assert.Contains(WebUtility.HtmlEncode((string)row["text"]!), page, StringComparison.Ordinal));
        Assert.Equal(
            ["active_units", "kl", "kl_per_dimension", "kl_weight", "latent_map", "mutual_information", "nll_iw", "perplexity", "speed", "word_dropout"],
            Directory.GetFiles(_space["run/figures"], "*.png").Select(file => Path.GetFileNameWithoutExtension(file)).Order());
        Assert.All(Directory.GetFiles(_space["run/figures"], "*.png"), file =>
        {
            Assert.Equal("89504E470D0A1A0A", Convert.ToHexString(File.ReadAllBytes(file)[..8]));
            Assert.Contains("<svg", File.ReadAllText(Path.ChangeExtension(file, ".svg")), StringComparison.Ordinal);
        });
    }

    [Fact]
    public async Task Several_runs_are_compared_where_the_user_says()
    {
        await _space.TrainAsync("run");
        await _space.TrainAsync("lm", "--set", "model.kind=lm");

        var nowhere = await Run.Of("report", _space["run"], _space["lm"]);
        var run = await Run.Of("report", _space["run"], _space["lm"], "--out", _space["report"], "--split", "valid", "--json");

        Assert.Equal(
            (2, "error: A report of several runs belongs to none of them. Say where it goes with --out DIR.\n"), (nowhere.ExitCode, nowhere.Error));
        var document = JsonNode.Parse(run.Output)!;
        Assert.Equal(_space["report/report.html"], (string)document["report"]!);
        Assert.Equal(["run", "lm"], document["runs"]!.AsArray().Select(one => (string)one!["name"]!));
        Assert.All(document["figures"]!.AsArray(), file => Assert.True(File.Exists((string)file!)));
        Assert.Equal(0, (double)document["runs"]![1]!["figures"]!["kl"]!);
        var difference = Assert.Single(document["differences"]!.AsArray())!;
        Assert.Equal(("lm", "run"), ((string)difference["run"]!, (string)difference["against"]!));
        var bound = difference["differences"]!.AsArray().Single(row => (string)row!["figure"]! == "nll_bound")!;
        Assert.Equal((double)bound["value"]! - (double)bound["against"]!, (double)bound["difference"]!, 1e-9);
    }

    [Fact]
    public async Task A_place_that_cannot_be_written_to_is_told_before_anything_is_measured()
    {
        await _space.TrainAsync("run");
        File.WriteAllText(_space["file"], "in the way");

        var run = await Run.Of("report", _space["run"], "--out", _space["file/report"], "--data", _space["missing"]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"error: '{_space["file/report"]}' cannot be written: ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_samples_of_the_importance_weighted_estimate_are_those_of_the_option_and_0_leaves_it_out()
    {
        await _space.TrainAsync("run");

        var four = await Run.Of("report", _space["run"], "--iw", "4", "--json");
        var none = await Run.Of("report", _space["run"], "--iw", "0", "--json");
        var wrong = await Run.Of("report", _space["run"], "--iw", "-1");

        Assert.Equal(4, (int)JsonNode.Parse(four.Output)!["runs"]![0]!["figures"]!["iw_samples"]!);
        Assert.Null(JsonNode.Parse(none.Output)!["runs"]![0]!["figures"]!["nll_iw"]);
        Assert.Equal((2, "error: evaluation.iw is -1; it has to be between 0 and 10000000.\n"), (wrong.ExitCode, wrong.Error));
    }

    [Fact]
    public async Task What_is_no_run_folder_is_told_before_anything_is_measured()
    {
        var run = await Run.Of("report", _space["nothing"]);

        Assert.Equal(
            (3, $"error: '{_space["nothing"]}' is no run folder. Give folders that `train` has made.\n"), (run.ExitCode, run.Error));
    }

    [Theory]
    [InlineData(new[] { "/x/a", "/x/b" }, new[] { "a", "b" })]
    [InlineData(new[] { "/x/a", "/y/a", "/y/b" }, new[] { "x/a", "y/a", "y/b" })]
    public void Runs_are_called_by_as_much_of_their_path_as_tells_them_apart(string[] folders, string[] names) =>
        Assert.Equal(names, RunNames.Of(folders));
}

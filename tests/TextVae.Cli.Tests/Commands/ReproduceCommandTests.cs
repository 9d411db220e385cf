using System.Text.Json.Nodes;

namespace TextVae.Cli.Tests.Commands;

public sealed class ReproduceCommandTests : IDisposable
{
    private static readonly string[] Tiny =
    [
        "--scale", "0.01", "--steps", "2", "--set", "model.hidden=8", "--set", "training.batch=16", "--set", "evaluation.samples=2",
        "--set", "evaluation.beam=2",
    ];

    private readonly Workspace _space = new();

    public void Dispose() => _space.Dispose();

    [Fact]
    public async Task The_list_has_every_system_and_where_it_is_in_the_paper()
    {
        var run = await Run.Of("reproduce", "--list");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var lines = run.Output.TrimEnd().Split('\n');
        Assert.Equal(
            ["lm", "vae", "attention", "last", "unidirectional", "convolutional", "kl-annealing", "word-dropout-annealing", "mi-1", "mi-5", "mi-10"],
            lines.Select(line => line.Split(' ')[0]));
        Assert.Equal("mi-10                   mutual information with λ = 10 (§4, equation 9, figure 3, table 2)", lines[^1]);
    }

    [Fact]
    public async Task It_runs_what_was_chosen_draws_it_and_says_what_holds()
    {
        var data = await _space.PrepareAsync();

        var run = await Run.Of(["reproduce", "--data", data, "--out", _space["r"], "--only", "mi-1,lm", "--seeds", "1", .. Tiny]);

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith(
            "cannot be told  The language model is at least as likely as the bounds of the autoencoders, or comparable (§6.3, figure 3c)\n",
            run.Output, StringComparison.Ordinal);
        Assert.EndsWith(
            $"\n\nThe page is {_space["r/reproduction.md"]}; figures, tables and results.json are beside it.\n",
            run.Output, StringComparison.Ordinal);
        Assert.Matches(
            @"^1/2 lm-1: test bound \d+\.\d\d \(KL 0\.00\), conditional perplexity \d+\.\d\d\n"
            + @"2/2 mi-1-1: test bound \d+\.\d\d \(KL \d+\.\d\d\), conditional perplexity \d+\.\d\d\n$",
            run.Error);
        foreach (var figure in new[] { "figure-3a", "figure-3b", "figure-3c" })
        {
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(_space[$"r/figures/{figure}.png"])[..4]);
            var drawing = File.ReadAllText(_space[$"r/figures/{figure}.svg"]);
            Assert.Contains("<svg", drawing, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task With_json_the_results_are_the_document_and_a_second_call_runs_nothing()
    {
        var data = await _space.PrepareAsync();
        string[] call = ["reproduce", "--data", data, "--out", _space["r"], "--only", "vae", "--seeds", "1", "--json", .. Tiny];
        var first = await Run.Of(call);

        var second = await Run.Of(call);

        Assert.Equal((0, "", first.Output), (second.ExitCode, second.Error, second.Output));
        var row = Assert.Single(JsonNode.Parse(first.Output)!["results"]!.AsArray())!;
        Assert.Equal(("vae", 1, 2, 2), ((string)row["system"]!, (int)row["seed"]!, (int)row["steps"]!, (int)row["samples"]!));
    }

    [Theory]
    [InlineData("--data DATASET", "--out", "x")]
    [InlineData("--out DIR", "--data", "x")]
    public async Task What_is_missing_is_named(string missing, string option, string value)
    {
        var run = await Run.Of("reproduce", option, value);

        Assert.Equal(
            (2, $"error: {missing} is missing. Run the paper with `textvae reproduce --data DATASET --out DIR`; only --list can do without.\n"),
            (run.ExitCode, run.Error));
    }
}

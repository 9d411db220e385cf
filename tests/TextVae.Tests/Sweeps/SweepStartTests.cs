using TextVae.Runs;

namespace TextVae.Tests.Sweeps;

public sealed class SweepStartTests : TinySweeps
{
    private const string Pair = """
        recipe = "vae.toml"
        [[run]]
        name = "first"
        [[run]]
        name = "second"
        start_from = "first"
        """;

    [Fact]
    public void A_run_starts_where_another_one_stands()
    {
        var folder = Folder("pair");
        Execute(Pair, folder);

        var started = RunInfo.Load(new RunFolder(Temporary["pair/runs/second-1"])).StartedFrom!;
        Assert.Equal((Temporary["pair/runs/first-1"], 4), (started.Folder, (int)started.Step));
        Assert.Equal(
            $"The run 'second-1' in '{folder.Path}' was started with another recipe: it started from first-1 there and starts from nothing "
            + $"now. Choose another folder with --out, or delete '{Temporary["pair/runs/second-1"]}' to run it again.",
            Refusal(Pair.Replace("start_from = \"first\"", "", StringComparison.Ordinal), folder));
    }

    [Fact]
    public void What_others_only_start_from_is_trained_once_and_not_compared()
    {
        var unmeasured = Pair.Replace("name = \"first\"", "name = \"first\"\nmeasure = false", StringComparison.Ordinal);
        var folder = Folder("start");

        Assert.Equal(["first-1 1", "first-1 2", "first-1 3", "first-1 4"], Steps(unmeasured, folder, "first"));
        Assert.Equal(["second-1 1", "second-1 2", "second-1 3", "second-1 4"], Steps(unmeasured, folder));

        Assert.Equal(["second"], Execute(unmeasured, folder).Select(row => row.Name));
        Assert.Equal(4, (int)RunInfo.Load(new RunFolder(Temporary["start/runs/second-1"])).StartedFrom!.Step);
        Assert.False(File.Exists(Temporary["start/runs/first-1/result.json"]));
    }

    [Fact]
    public void The_seconds_of_all_that_a_run_began_with_are_told_beside_its_own()
    {
        const string Chain = """
            recipe = "vae.toml"
            [[run]]
            name = "first"
            measure = false
            [[run]]
            name = "second"
            start_from = "first"
            [[run]]
            name = "third"
            start_from = "second"
            """;
        var folder = Folder("chain");

        var rows = Execute(Chain, folder);

        var seconds = ((string[])["first-1", "second-1", "third-1"]).Select(name =>
            MetricsHistory.Read(new RunFolder(Temporary[$"chain/runs/{name}"])).Steps.Sum(step => step["seconds"])).ToArray();
        Assert.Equal([seconds[1], seconds[2]], rows.Select(row => row.Figures["seconds"]));
        Assert.Equal(seconds[0], rows[0].Figures["seconds_before"], 1e-9);
        Assert.Equal(seconds[0] + seconds[1], rows[1].Figures["seconds_before"], 1e-9);
        Assert.DoesNotContain("seconds_before", Execute(Two, Folder("alone"), "lm")[0].Figures.Keys);
    }
}

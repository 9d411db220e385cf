using TextVae.Sweeps;

namespace TextVae.Tests.Sweeps;

public sealed class PublishedResultsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_row_replaces_that_of_its_name_and_others_are_appended()
    {
        var file = _folder["results.json"];
        PublishedResults.Merge(file, [Row("a", 1), Row("b", 2)]);

        PublishedResults.Merge(file, [Row("c", 3), Row("a", 4)]);

        Assert.Equal([("a", 4), ("b", 2), ("c", 3)], PublishedResults.Read(file).Select(row => (row.Name, (int)row.Figures["kl"])));
    }

    [Fact]
    public void Rows_of_sweeps_that_end_at_once_are_all_kept()
    {
        var file = _folder["results.json"];

        Parallel.For(0, 8, i => PublishedResults.Merge(file, [Row($"row {i}", i)]));

        Assert.Equal(Enumerable.Range(0, 8), PublishedResults.Read(file).Select(row => (int)row.Figures["kl"]).Order());
        Assert.Equal([file], Directory.GetFiles(_folder.Path));
    }

    [Fact]
    public void The_published_commands_name_the_seeds_of_their_rows() => Assert.All(
        PublishedResults.Read(Path.Combine(Repository.Root, "docs", "results.json")),
        row => Assert.Contains($" --seeds {string.Join(',', row.Seeds)} ", row.Command, StringComparison.Ordinal));

    [Fact]
    public void What_is_written_is_read()
    {
        var file = _folder["results.json"];
        var row = Row("a", 1.5);
        PublishedResults.Merge(file, [row]);

        var read = Assert.Single(PublishedResults.Read(file));

        Assert.Equal(("a", row.Command), (read.Name, read.Command));
        Assert.Equal(row.Seeds, read.Seeds);
        Assert.Equal(row.Commits, read.Commits);
        Assert.Equal(row.Figures, read.Figures);
    }

    [Fact]
    public void Rows_of_one_experiment_bring_their_seeds_together()
    {
        var file = _folder["results.json"];
        PublishedResults.Merge(file, [OfSeeds("x", (1, 2.0), (3, 4.0))]);

        PublishedResults.Merge(file, [OfSeeds("x", (2, 9.0), (3, 7.0))]);

        var row = Assert.Single(PublishedResults.Read(file));
        Assert.Equal([1, 2, 3], row.Seeds);
        Assert.Equal([(1, 2), (2, 9), (3, 7)], row.Runs.Select(run => (run.Seed, run.Figures["kl"])));
        Assert.Equal((6, Math.Sqrt(13)), (row.Figures["kl"], row.Figures["kl_deviation"]));
        Assert.Equal("commit-1 commit-2 commit-3", string.Join(' ', row.Commits));
        PublishedResults.Merge(file, [OfSeeds("x", (4, 6.0))]);
        Assert.Equal([1, 2, 3, 4], PublishedResults.Read(file)[0].Seeds);
    }

    [Theory]
    [InlineData("y")]
    [InlineData(null)]
    public void Of_another_experiment_nothing_stays(string? hash)
    {
        var file = _folder["results.json"];
        PublishedResults.Merge(file, [OfSeeds(hash, (1, 2.0))]);

        PublishedResults.Merge(file, [OfSeeds("x", (2, 9.0))]);

        Assert.Equal([2], Assert.Single(PublishedResults.Read(file)).Seeds);
    }

    [Fact]
    public void A_figure_that_is_not_finite_is_null()
    {
        var file = _folder["results.json"];

        PublishedResults.Merge(file, [Row("a", double.PositiveInfinity)]);

        Assert.Contains("\"kl\": null", File.ReadAllText(file), StringComparison.Ordinal);
        Assert.Empty(PublishedResults.Read(file)[0].Figures);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[3]")]
    [InlineData("[{\"nam\": \"a\"}]")]
    public void Another_file_is_left_alone(string content)
    {
        _folder.Write("other.json", content);

        Assert.Equal(
            $"'{_folder["other.json"]}' is no file of results: it has to be a JSON list of objects, each with a name. Give another one.",
            Assert.Throws<DataException>(() => PublishedResults.Merge(_folder["other.json"], [Row("a", 1)])).Message);
        Assert.Equal(content, File.ReadAllText(_folder["other.json"]));
    }

    [Fact]
    public void The_table_has_the_figures_that_a_row_has_with_their_deviations()
    {
        var table = ResultsTable.Of(
        [
            new SummaryRow
            {
                Name = "lm",
                Seeds = [1],
                Command = "",
                Commits = [],
                Figures = new Dictionary<string, double> { ["nll_bound"] = 101.234, ["seconds"] = 90, ["seconds_before"] = 60, ["steps"] = 12_000 },
            },
            new SummaryRow
            {
                Name = "vae",
                Seeds = [1, 2],
                Command = "",
                Commits = ["0123456789abcdef"],
                Figures = new Dictionary<string, double>
                {
                    ["nll_bound"] = 100, ["nll_bound_deviation"] = 0.5, ["kl"] = 0.1234, ["mutual_information"] = -0.0001,
                    ["active_units"] = 30.5, ["word_error_rate"] = 1,
                },
            },
        ]);

        Assert.Equal(
            """
            | name | nll_bound | kl | mutual_information | active_units | seeds | steps | minutes | commit |
            |---|---|---|---|---|---|---|---|---|
            | lm | 101.23 | – | – | – | 1 | 12,000 | 2.5 | – |
            | vae | 100.00 ± 0.50 | 0.123 | 0.000 | 30.5 | 1 2 | – | – | 012345678 |

            """,
            table.ToMarkdown(), ignoreLineEndingDifferences: true);
        Assert.Equal(
            """
            name      nll_bound     kl  mutual_information  active_units  seeds   steps  minutes     commit
            lm           101.23      –                   –             –      1  12,000      2.5          –
            vae   100.00 ± 0.50  0.123               0.000          30.5    1 2       –        –  012345678

            """,
            table.ToText(), ignoreLineEndingDifferences: true);
    }

    private static SummaryRow OfSeeds(string? hash, params (long Seed, double Kl)[] runs)
    {
        SeedResult[] results =
        [
            .. runs.Select(run => new SeedResult(
                run.Seed, FormattableString.Invariant($"commit-{run.Seed}"), new Dictionary<string, double> { ["kl"] = run.Kl })),
        ];
        return new SummaryRow
        {
            Name = "a",
            Seeds = [.. results.Select(run => run.Seed)],
            Command = "",
            Commits = [.. results.Select(run => run.Commit!)],
            Figures = SummaryRow.Means([.. results.Select(run => run.Figures)]),
            ExperimentHash = hash,
            Runs = results,
        };
    }

    private static SummaryRow Row(string name, double kl) => new()
    {
        Name = name,
        Seeds = [1, 2],
        Command = "textvae sweep λ.toml",
        Commits = ["abc", "def"],
        Figures = new Dictionary<string, double> { ["kl"] = kl },
    };
}

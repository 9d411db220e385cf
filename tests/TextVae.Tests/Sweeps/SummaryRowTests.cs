using TextVae.Sweeps;

namespace TextVae.Tests.Sweeps;

public sealed class SummaryRowTests
{
    [Fact]
    public void A_figure_is_the_mean_over_seeds_with_the_deviation_of_a_sample()
    {
        var means = SummaryRow.Means(
        [
            new Dictionary<string, double> { ["tokens"] = 50, ["kl"] = 1, ["kl_error"] = 9, ["active_units"] = 2 },
            new Dictionary<string, double> { ["tokens"] = 50, ["kl"] = 2, ["kl_error"] = 9 },
            new Dictionary<string, double> { ["tokens"] = 50, ["kl"] = 6, ["kl_error"] = 9, ["active_units"] = 2 },
        ]);

        // Deviations from 3 are −2, −1 and 3: √(14 / 2).
        Assert.Equal(["tokens", "kl", "kl_deviation"], means.Keys);
        Assert.Equal((50, 3), (means["tokens"], means["kl"]));
        Assert.Equal(Math.Sqrt(7), means["kl_deviation"], 1e-12);
    }

    [Fact]
    public void One_seed_has_no_deviation() =>
        Assert.Equal(["kl"], SummaryRow.Means([new Dictionary<string, double> { ["kl"] = 1 }]).Keys);

    [Theory]
    [InlineData("1.2.3+0123abc", "0123abc")]
    [InlineData("1.2.3", null)]
    public void The_commit_stands_behind_the_version(string version, string? commit) =>
        Assert.Equal(commit, BuildCommit.OfVersion(version));
}

using TextVae.Evaluation;
using TextVae.Evaluation.Probes;

namespace TextVae.Tests.Evaluation;

public sealed class RankedAreaTests
{
    [Theory]
    [InlineData(new[] { 3.0, 4 }, new[] { 1.0, 2 }, 1)]
    [InlineData(new[] { 1.0, 2 }, new[] { 3.0, 4 }, 0)]
    [InlineData(new[] { 1.0, 1 }, new[] { 1.0 }, 0.5)]
    [InlineData(new[] { 1.0, 3 }, new[] { 2.0, 3 }, 0.375)] // of four pairs one is won and one is a tie
    public void The_area_is_the_share_of_pairs_that_are_won_and_ties_count_half(double[] high, double[] low, double area) =>
        Assert.Equal(area, RankedArea.Of(high, low).Area, 12);

    [Fact]
    public void The_standard_error_is_that_of_the_shares_of_pairs_that_each_score_wins()
    {
        // Positives 2, 4, 6 and negatives 1, 3, 5: shares won 1/3, 2/3, 1 and 1, 2/3, 1/3, each with the variance 1/9.
        var found = RankedArea.Of([2, 4, 6], [5, 1, 3]);

        Assert.Equal(2.0 / 3, found.Area, 12);
        Assert.Equal(Math.Sqrt((1.0 / 27) + (1.0 / 27)), found.StandardError!.Value, 12);
        Assert.Equal((3, 3), (found.Positives, found.Negatives));
        Assert.Null(RankedArea.Of([2], [1, 3]).StandardError);
    }

    [Fact]
    public void The_area_is_that_of_the_probes_and_its_error_that_of_drawing_again()
    {
        var random = new RandomStream(3);
        double Draw(double mean) => Math.Round(mean + random.NextNormal(), 1);
        var found = Enumerable.Range(0, 400).Select(_ =>
        {
            var (high, low) = (Enumerable.Range(0, 40).Select(_ => Draw(1)).ToArray(), Enumerable.Range(0, 60).Select(_ => Draw(0)).ToArray());
            var area = RankedArea.Of(high, low);
            double[] actual = [.. high.Select(_ => 1.0), .. low.Select(_ => 0.0)];
            Assert.Equal(ProbeMetrics.Auc([.. high, .. low], actual), area.Area, 12);
            return area;
        }).ToArray();

        var mean = found.Average(area => area.Area);
        var deviation = Math.Sqrt(found.Average(area => (area.Area - mean) * (area.Area - mean)));
        Assert.Equal(0.76, mean, 0.01); // Φ(1/√2)
        Assert.Equal(deviation, found.Average(area => area.StandardError!.Value), 0.005);
    }

    [Fact]
    public void It_takes_scores_of_both_kinds()
    {
        Assert.Throws<ArgumentException>(() => RankedArea.Of([], [1]));
        Assert.Throws<ArgumentException>(() => RankedArea.Of([1], []));
        Assert.Throws<ArgumentException>(() => RankedArea.Of([double.NaN], [1]));
    }
}

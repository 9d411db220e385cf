using TextVae.Reports;

namespace TextVae.Tests.Reports;

public sealed class ChartTests
{
    [Fact]
    public void The_first_fifth_of_a_curve_does_not_stretch_the_axis()
    {
        var (low, high) = ChartOf(1000, 500, 4, 3, 2, double.NaN, 1, 1, 1, 1).Range;

        Assert.InRange(low, 0.5, 1);
        Assert.InRange(high, 4, 4.5);
    }

    [Fact]
    public void A_curve_of_one_value_has_an_axis_around_it()
    {
        var (low, high) = ChartOf(2, 2, 2).Range;

        Assert.True(low < 2 && 2 < high);
    }

    [Fact]
    public void A_gap_breaks_the_line_and_everything_drawn_is_a_number()
    {
        var svg = SvgChart.Lines(ChartOf(double.NaN, 3, 2, double.NaN, 1, 0.5));

        Assert.DoesNotContain("NaN", svg, StringComparison.Ordinal);
        Assert.Equal(2, svg.Split("d=\"")[1].Split('"')[0].Count(letter => letter == 'M'));
    }

    [Theory]
    [InlineData(0, 1, new[] { 0, 0.5, 1 })]
    [InlineData(0, 1000, new[] { 0.0, 500, 1000 })]
    [InlineData(-0.3, 0.3, new[] { -0.2, 0, 0.2 })]
    public void Ticks_are_round(double low, double high, double[] expected) =>
        Assert.Equal(expected, Ticks.Between(low, high, 3).Select(tick => Math.Round(tick, 9)));

    [Theory]
    [InlineData(12_000, "12k")]
    [InlineData(9_500, "9500")]
    [InlineData(2_500_000, "2.5M")]
    [InlineData(0.25, "0.25")]
    public void Numbers_are_short(double value, string expected) => Assert.Equal(expected, Ticks.Text(value));

    private static Chart ChartOf(params double[] values) =>
        new("id", "title", "step", "unit", [new ChartLine("run", 0, [.. Enumerable.Range(1, values.Length).Select(i => (double)i)], values)]);
}

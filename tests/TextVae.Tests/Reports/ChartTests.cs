using System.Globalization;
using System.Text.RegularExpressions;
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
    public void A_chart_that_shows_all_of_a_curve_has_its_beginning_too() =>
        Assert.InRange((ChartOf(0, 0.25, 0.5, 0.75, 1) with { IsWhole = true }).Range.Low, 0, 0);

    [Fact]
    public void A_curve_of_one_value_has_an_axis_around_it()
    {
        var (low, high) = ChartOf(2, 2, 2).Range;

        Assert.True(low < 2 && 2 < high);
    }

    [Fact]
    public void A_line_that_lies_wholly_beyond_the_others_is_named_and_leaves_them_their_axis()
    {
        ChartLine[] lines = [new("near", 0, [1, 2, 3], [60, 50, 45]), new("other", 1, [1, 2, 3], [700, 90, 80]), new("far", 2, [1, 2, 3], [2e3, 3e9, 4e9])];
        var whole = new Chart("id", "title", "step", "unit", lines);
        var chart = whole with { LeavesOutFarLines = true };

        Assert.Equal(["far"], chart.Far.Select(line => line.Name));
        Assert.Equal("beyond the axis: far (ends at 4e9)", chart.FarInWords);
        Assert.InRange(chart.Range.High, 700, 800);
        Assert.Equal(("", 0), (whole.FarInWords, whole.Far.Count));
        Assert.True(whole.Range.High > 4e9);
    }

    [Fact]
    public void A_line_alone_is_never_far_and_one_of_gaps_makes_no_other_so() => Assert.Empty(
        (new Chart("id", "title", "step", "unit", [new("gaps", 0, [1], [double.NaN]), new("one", 1, [1, 2], [1e9, 2e9])]) { LeavesOutFarLines = true }).Far);

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
    [InlineData(4_000_000_000, "4e9")]
    [InlineData(0.25, "0.25")]
    public void Numbers_are_short(double value, string expected) => Assert.Equal(expected, Ticks.Text(value));

    [Theory]
    [InlineData(6, 8, new[] { 0.0, 1, 2, 3, 4, 5, 6 })]
    [InlineData(8.97, 8, new[] { 0.0, 2, 4, 6, 8 })]
    [InlineData(0, 8, new[] { 0.0 })]
    public void Ticks_of_a_doubling_axis_are_powers_of_two(double largest, int most, double[] expected) =>
        Assert.Equal(expected, Ticks.Doubling(largest, most));

    [Fact]
    public void Each_doubling_is_as_wide_as_the_next_and_the_whole_curve_is_shown()
    {
        var chart = new Chart("id", "title", "samples", "unit", [new ChartLine("run", 0, [1, 2, 4, 8, 16], [90, 4, 3, 2, 1])]) { IsByDoubling = true, IsWhole = true };

        var places = Regex.Matches(SvgChart.Lines(chart), "<circle [^>]*cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"")
            .Select(match => (X: Number(match.Groups[1]), Y: Number(match.Groups[2]))).ToArray();

        Assert.Equal(5, places.Length);
        Assert.All(places.Zip(places.Skip(1)), pair => Assert.Equal(places[1].X - places[0].X, pair.Second.X - pair.First.X, 0.11));
        Assert.InRange(places[0].Y, SvgFrame.Top, SvgFrame.Height);
    }

    [Fact]
    public void Bars_are_as_high_as_their_values_and_what_is_next_to_nothing_is_drawn_as_such()
    {
        var svg = SvgChart.Columns(new Bars("id", "title", "places", "nats", [4, 2, 0.001], Least: 0.01));

        var bars = Regex.Matches(svg, "<rect class=\"([a-z0-9]+)\" x=\"([0-9.]+)\" y=\"([0-9.]+)\" width=\"([0-9.]+)\" height=\"([0-9.]+)\"/>");
        Assert.Equal(["c0", "c0", "nothing"], bars.Select(bar => bar.Groups[1].Value));
        Assert.Equal(2, Number(bars[0].Groups[5]) / Number(bars[1].Groups[5]), 0.01);
        Assert.True(Number(bars[2].Groups[5]) >= 1);
        Assert.All(bars, bar => Assert.Equal(Number(bars[0].Groups[3]) + Number(bars[0].Groups[5]), Number(bar.Groups[3]) + Number(bar.Groups[5]), 0.02));
    }

    [Fact]
    public void What_of_a_line_lies_beyond_the_axis_is_said()
    {
        var chart = ChartOf(900, 880, 20, 19, 18, 17, 16, 15, 14, 10);
        var steady = ChartOf(20, 19, 18);

        Assert.Equal("what is above 20.6 is cut off", chart.CutOffInWords);
        Assert.Equal("", steady.BeyondInWords);
        Assert.Equal("what is below -2.18 is cut off", ChartOf(-900, -880, 1, 0, -1, -2, -2, -2, -2, -2).BeyondInWords);
    }

    [Fact]
    public void More_labels_than_colours_are_told_apart_by_shapes()
    {
        var svg = SvgChart.Points("title", [.. Enumerable.Range(0, 4 * Palette.Count).Select(label => ((double)label, 0.0, label))], ("x", "y"));

        var shapes = Regex.Matches(svg, "<(?:circle|path) (class=\"point c[0-9]\") [^/]*/>").Select(match => Regex.Replace(match.Value, "(c[xy]=|M)[-0-9.,\"]+", ""));
        Assert.Equal(4 * Palette.Count, shapes.Distinct().Count());
    }

    [Fact]
    public void A_unit_of_the_map_is_as_long_across_as_up()
    {
        var svg = SvgChart.Points("title", [(0, 0, 0), (1, 0, 0), (0, 1, 1)], ("x", "y"));

        var places = Regex.Matches(svg, "cx=\"([0-9.]+)\" cy=\"([0-9.]+)\"").Select(match => (X: Number(match.Groups[1]), Y: Number(match.Groups[2]))).ToArray();
        Assert.Equal(places[1].X - places[0].X, places[0].Y - places[2].Y, 0.2);
    }

    private static double Number(Group digits) => double.Parse(digits.Value, CultureInfo.InvariantCulture);

    private static Chart ChartOf(params double[] values) =>
        new("id", "title", "step", "unit", [new ChartLine("run", 0, [.. Enumerable.Range(1, values.Length).Select(i => (double)i)], values)]);
}

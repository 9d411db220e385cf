using TextVae.Benchmarks;

namespace TextVae.Tests.Benchmarks;

public sealed class LineFitTests
{
    [Fact]
    public void A_line_is_found_without_error()
    {
        var fit = LineFit.Of([(0, 1), (1, 4), (3, 10)]);

        Assert.Equal(3, fit.Slope, 1e-12);
        Assert.Equal(0, fit.StandardError, 1e-12);
    }

    // By hand: Σ(x − x̄)² = 5, Σ(x − x̄)(y − ȳ) = 4.5, and the residuals 0.1, −0.8, 1.3, −0.6 have squares that sum to 2.7.
    [Fact]
    public void The_standard_error_is_that_of_the_residuals()
    {
        var fit = LineFit.Of([(0, 1), (1, 1), (2, 4), (3, 3)]);

        Assert.Equal(0.9, fit.Slope, 1e-12);
        Assert.Equal(Math.Sqrt(2.7 / 2 / 5), fit.StandardError, 1e-12);
    }

    [Fact]
    public void A_trend_is_told_in_a_thousand_steps_and_in_an_hour_of_them()
    {
        var trend = MemoryTrend.Of([(100, 5), (200, 5.5), (300, 6)], stepsPerSecond: 4);

        Assert.Equal((5, 6), (trend.First, trend.Last));
        Assert.Equal(5, trend.PerThousandSteps.Slope, 1e-12);
        Assert.Equal(5 * 14.4, trend.PerHour.Slope, 1e-9);
    }

    [Fact]
    public void Points_at_one_place_have_no_slope() =>
        Assert.Throws<ArgumentException>(() => LineFit.Of([(2, 1), (2, 5)]));
}

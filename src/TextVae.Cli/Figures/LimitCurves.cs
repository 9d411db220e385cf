using ScottPlot;

namespace TextVae.Cli.Figures;

/// <summary>What was measured beside the limit it is held against, both axes logarithmic.</summary>
internal static class LimitCurves
{
    private static readonly Color Measured = new("#0072b2");
    private static readonly Color Limit = new("#d55e00");

    /// <summary>Draws both, and labels the axes: the lower at the measured places, the left one at round numbers.</summary>
    public static void Draw(Plot plot, (string Name, double[] X, double[] Y) measured, (string Name, double[] X, double[] Y) limit)
    {
        var curve = plot.Add.Scatter(LogarithmicAxis.Places(measured.X), LogarithmicAxis.Places(measured.Y), Measured);
        curve.LegendText = measured.Name;
        curve.LineWidth = 2;
        var line = plot.Add.Scatter(LogarithmicAxis.Places(limit.X), LogarithmicAxis.Places(limit.Y), Limit);
        line.LegendText = limit.Name;
        line.LinePattern = LinePattern.Dashed;
        line.MarkerSize = 0;
        LogarithmicAxis.Label(plot.Axes.Bottom, measured.X);
        double[] heights = [.. measured.Y, .. limit.Y];
        var round = LogarithmicAxis.RoundNumbers(heights.Min(), heights.Max());
        LogarithmicAxis.Label(plot.Axes.Left, round);
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(Math.Log10(round[0]), Math.Log10(round[^1]));
    }
}

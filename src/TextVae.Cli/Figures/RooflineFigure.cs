using ScottPlot;
using TextVae.Benchmarks;

namespace TextVae.Cli.Figures;

/// <summary>The speed of the softmax's product over the operations that each byte of its weights serves.</summary>
internal static class RooflineFigure
{
    private const int Width = 800;
    private const int Height = 500;

    private static readonly Color Measured = new("#0072b2");
    private static readonly Color Roof = new("#d55e00");

    /// <summary>Draws a PNG.</summary>
    public static void Save(string path, Growth growth)
    {
        var plot = new Plot();
        double[] intensities = [.. growth.Roofline.Select(point => point.FlopPerByte)];
        double[] speeds = [.. growth.Roofline.Select(point => point.GflopPerSecond)];
        var ridge = growth.PeakGflop / growth.GigabytesPerSecond;
        double[] corners = [intensities[0], Math.Clamp(ridge, intensities[0], intensities[^1]), intensities[^1]];
        double[] heights = [.. corners.Select(corner => Math.Min(corner * growth.GigabytesPerSecond, growth.PeakGflop))];
        var roof = plot.Add.Scatter(LogarithmicAxis.Places(corners), LogarithmicAxis.Places(heights), Roof);
        roof.LegendText = "limit: memory, then the matrix peak";
        roof.LinePattern = LinePattern.Dashed;
        roof.MarkerSize = 0;
        var measured = plot.Add.Scatter(LogarithmicAxis.Places(intensities), LogarithmicAxis.Places(speeds), Measured);
        measured.LegendText = "measured, 1 to 768 texts at once";
        measured.LineWidth = 2;
        plot.Title("Next words out of 50,000, for more and more texts at once");
        plot.XLabel("operations for each byte of the weights");
        plot.YLabel("GFLOP/s");
        LogarithmicAxis.Label(plot.Axes.Bottom, intensities);
        var round = LogarithmicAxis.RoundNumbers(speeds.Concat(heights).Min(), speeds.Concat(heights).Max());
        LogarithmicAxis.Label(plot.Axes.Left, round);
        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(Math.Log10(round[0]), Math.Log10(round[^1]));
        plot.ShowLegend(Alignment.LowerRight);
        plot.SavePng(path, Width, Height);
    }
}

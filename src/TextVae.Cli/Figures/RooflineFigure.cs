using ScottPlot;
using TextVae.Benchmarks;

namespace TextVae.Cli.Figures;

/// <summary>The speed of the softmax's product over the operations that each byte of its weights serves.</summary>
internal static class RooflineFigure
{
    private const int Width = 800;
    private const int Height = 500;

    /// <summary>Draws a PNG.</summary>
    public static void Save(string path, Growth growth)
    {
        var plot = new Plot();
        double[] intensities = [.. growth.Roofline.Select(point => point.FlopPerByte)];
        double[] speeds = [.. growth.Roofline.Select(point => point.GflopPerSecond)];
        var ridge = growth.PeakGflop / growth.GigabytesPerSecond;
        double[] corners = [intensities[0], Math.Clamp(ridge, intensities[0], intensities[^1]), intensities[^1]];
        double[] heights = [.. corners.Select(corner => Math.Min(corner * growth.GigabytesPerSecond, growth.PeakGflop))];
        plot.Title("Next words out of 50,000, for more and more texts at once");
        plot.XLabel("operations for each byte of the weights");
        plot.YLabel("GFLOP/s");
        LimitCurves.Draw(
            plot, ("measured, 1 to 768 texts at once", intensities, speeds), ("limit: memory, then the matrix peak", corners, heights));
        plot.ShowLegend(Alignment.LowerRight);
        FigureFile.SavePng(path, plot.GetImage(Width, Height));
    }
}

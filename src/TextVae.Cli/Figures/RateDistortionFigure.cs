using System.Globalization;
using ScottPlot;
using TextVae.Evaluation;

namespace TextVae.Cli.Figures;

/// <summary>The points of a sweep over the KL weight, and the line on which their lowest bound lies.</summary>
internal static class RateDistortionFigure
{
    private const int Width = 800;
    private const int Height = 600;

    // Room for the marks of the points at the edges.
    private const double Margin = 0.12;

    private static readonly Color Measured = new("#0072b2");
    private static readonly Color Limit = new("#d55e00");

    /// <summary>Draws a PNG.</summary>
    /// <param name="path">The file.</param>
    /// <param name="points">At least one, by their rate.</param>
    public static void Save(string path, IReadOnlyList<RateDistortionPoint> points)
    {
        var plot = new Plot();
        plot.Title("Rate and distortion over the weight β of the KL term");
        plot.XLabel("rate: KL(q(z|x) ‖ p(z)), nats a sentence");
        plot.YLabel("distortion: E[−log p(x|z)], nats a sentence");
        var curve = plot.Add.Scatter(
            points.Select(point => point.Rate).ToArray(), points.Select(point => point.Distortion).ToArray(), Measured);
        curve.LineWidth = 2;
        curve.MarkerSize = 8;
        curve.LegendText = "runs";
        foreach (var point in points)
        {
            var mark = plot.Add.Text(string.Create(CultureInfo.InvariantCulture, $" β {point.Beta:0.###}"), point.Rate, point.Distortion);
            mark.LabelAlignment = Alignment.LowerLeft;
        }

        var lowest = points.Min(point => point.NllBound);
        var last = points[^1].Rate;
        var line = plot.Add.Scatter(new[] { 0, last }, new[] { lowest, lowest - last }, Limit);
        line.MarkerSize = 0;
        line.LinePattern = LinePattern.Dashed;
        line.LegendText = string.Create(CultureInfo.InvariantCulture, $"a bound of {lowest:F2}: the lowest of these");
        plot.Axes.Margins(Margin, Margin);
        plot.ShowLegend(Edge.Bottom);
        AtomicFile.CreateFolder(Path.GetDirectoryName(path)!);
        FigureFile.SavePng(path, plot.GetImage(Width, Height));
    }
}

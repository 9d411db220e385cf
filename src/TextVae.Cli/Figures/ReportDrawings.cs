using ScottPlot;
using TextVae.Reports;

namespace TextVae.Cli.Figures;

/// <summary>The figures of a report as files of their own.</summary>
internal static class ReportDrawings
{
    private const int Width = 900;
    private const int Height = 500;

    /// <summary>Draws every curve, and the latent map of every run, as PNG and as SVG.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="runs">The runs.</param>
    /// <returns>The files.</returns>
    public static IReadOnlyList<string> Save(string folder, IReadOnlyList<RunReport> runs) =>
    [
        .. RunCharts.Of(runs).SelectMany(chart => SaveChart(Path.Combine(folder, chart.Id), chart)),
        .. runs.Index().Where(run => run.Item.Map is { Points.Count: > 0 }).SelectMany(run => SaveMap(
            Path.Combine(folder, runs.Count == 1 ? "latent_map" : FormattableString.Invariant($"latent_map-{run.Index + 1}")), run.Item)),
    ];

    private static string[] SaveChart(string path, Chart chart)
    {
        using var plot = new Plot();
        plot.Title(chart.Title);
        plot.XLabel(chart.XUnit);
        plot.YLabel(chart.YUnit);
        foreach (var line in chart.Lines)
        {
            var drawn = plot.Add.Scatter(line.X, line.Y, ColourOf(line.Colour));
            (drawn.LegendText, drawn.LineWidth, drawn.MarkerSize) = (TerminalText.Clean(line.Name), 2, line.X.Length <= 40 ? 4 : 0);
        }

        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(chart.Range.Low, chart.Range.High);
        if (chart.Lines.Count > 1)
            plot.ShowLegend(Edge.Right);
        return Save(path, plot);
    }

    private static string[] SaveMap(string path, RunReport run)
    {
        var map = run.Map!;
        using var plot = new Plot();
        plot.Title($"{TerminalText.Clean(run.Name)}: {map.Points.Count} texts by their posterior means");
        plot.XLabel($"first principal axis ({map.Shares.X:P0} of the variance)");
        plot.YLabel($"second principal axis ({map.Shares.Y:P0})");
        foreach (var group in map.Points.GroupBy(point => point.Label).OrderBy(group => group.Key))
        {
            double[] x = [.. group.Select(point => point.X)];
            double[] y = [.. group.Select(point => point.Y)];
            var points = plot.Add.ScatterPoints(x, y, ColourOf(Math.Max(0, group.Key)).WithAlpha(0.6));
            points.MarkerSize = 4;
            if (group.Key >= 0)
                points.LegendText = TerminalText.Clean(run.Labels[group.Key]);
        }

        if (map.Points.Any(point => point.Label >= 0))
            plot.ShowLegend(Edge.Right);
        return Save(path, plot);
    }

    private static Color ColourOf(int number) => new(TextVae.Reports.Palette.Light[number % TextVae.Reports.Palette.Count]);

    private static string[] Save(string path, Plot plot)
    {
        FigureFile.SavePng($"{path}.png", plot.GetImage(Width, Height));
        AtomicFile.WriteText($"{path}.svg", plot.GetSvgXml(Width, Height));
        return [$"{path}.png", $"{path}.svg"];
    }
}

using ScottPlot;
using TextVae.Evaluation;
using TextVae.Reports;

namespace TextVae.Cli.Figures;

/// <summary>The figures of a report as files of their own.</summary>
internal static class ReportDrawings
{
    private const int Width = 900;
    private const int Height = 500;

    // Each with its number would be too close to the next.
    private const int MostDoublings = 12;

    // When the colours are used up, these tell lines and points apart, as on the page.
    private static readonly LinePattern[] Patterns = [LinePattern.Solid, LinePattern.Dashed, LinePattern.Dotted, LinePattern.DenselyDashed];
    private static readonly MarkerShape[] Marks =
        [MarkerShape.FilledCircle, MarkerShape.FilledSquare, MarkerShape.FilledTriangleUp, MarkerShape.FilledDiamond];

    private static readonly Color Nothing = new("#57606a");

    /// <summary>Draws every curve, and the latent map and the KL by dimension of every run, as PNG and as SVG.</summary>
    /// <param name="folder">Where they go.</param>
    /// <param name="runs">The runs.</param>
    /// <returns>The files.</returns>
    public static IReadOnlyList<string> Save(string folder, IReadOnlyList<RunReport> runs) =>
    [
        .. RunCharts.Of(runs).SelectMany(chart => SaveChart(Path.Combine(folder, chart.Id), chart)),
        .. runs.Index().SelectMany(run => OfRun(folder, runs.Count == 1 ? "" : FormattableString.Invariant($"-{run.Index + 1}"), run.Item)),
    ];

    private static IEnumerable<string> OfRun(string folder, string number, RunReport run) =>
    [
        .. run.Map is { Points.Count: > 0 } map ? SaveMap(Path.Combine(folder, $"latent_map{number}"), run, map) : [],
        .. Bars.OfKl(run) is { } bars ? SaveBars(Path.Combine(folder, $"{bars.Id}{number}"), run, bars) : [],
    ];

    private static string[] SaveChart(string path, Chart chart)
    {
        using var plot = new Plot();
        plot.Title(chart.Title);
        plot.XLabel(chart.BeyondInWords is { Length: > 0 } beyond ? TerminalText.Clean($"{chart.XUnit} ({beyond})") : chart.XUnit);
        plot.YLabel(chart.YUnit);
        foreach (var line in chart.Lines.Except(chart.Far))
        {
            var drawn = plot.Add.Scatter(Array.ConvertAll(line.X, chart.Place), line.Y, ColourOf(line.Colour));
            (drawn.LegendText, drawn.LineWidth, drawn.MarkerSize) = (TerminalText.Clean(line.Name), 2, line.X.Length <= 40 ? 4 : 0);
            drawn.LinePattern = Patterns[line.Colour / TextVae.Reports.Palette.Count % Patterns.Length];
        }

        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(chart.Range.Low, chart.Range.High);
        if (chart.IsByDoubling)
            LogarithmicAxis.LabelDoublings(plot.Axes.Bottom, chart.Lines.Max(line => line.X.DefaultIfEmpty(1).Max()), MostDoublings);
        if (chart.Lines.Count > 1)
            plot.ShowLegend(Edge.Right);
        return Save(path, plot);
    }

    private static string[] SaveBars(string path, RunReport run, Bars bars)
    {
        using var plot = new Plot();
        plot.Title($"{TerminalText.Clean(run.Name)}: {bars.Title}");
        plot.XLabel(bars.XUnit);
        plot.YLabel(bars.YUnit);
        foreach (var bar in plot.Add.Bars(Enumerable.Range(1, bars.Heights.Count).Select(place => (double)place), bars.Heights).Bars)
        {
            bar.FillColor = bar.Value < bars.Least ? Nothing : ColourOf(0);
            bar.LineWidth = 0;
        }

        plot.Axes.Margins(bottom: 0);
        return Save(path, plot);
    }

    private static string[] SaveMap(string path, RunReport run, LatentMap map)
    {
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
            points.MarkerShape = Marks[Math.Max(0, group.Key) / TextVae.Reports.Palette.Count % Marks.Length];
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

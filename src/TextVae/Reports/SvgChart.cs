using System.Globalization;
using System.Text;
using static TextVae.Reports.SvgFrame;

namespace TextVae.Reports;

/// <summary>
/// Charts as SVG within a page. Its style gives the colours by class, so they follow light and dark without a script, and each chart
/// says in words what it shows. The SVG of plotting libraries, ScottPlot's among them, has its colours, its ground and its
/// clip paths' ids written into it: right for a file, wrong for many charts in one page of two themes.
/// </summary>
internal static class SvgChart
{
    // Enough to be seen where there is next to nothing.
    private const double LeastBar = 2;

    private const double LineWidth = 2;

    private const double PointRadius = 2;

    // More ticks at powers of two would touch each other.
    private const int MostDoublings = 8;

    /// <summary>Lines with axes; the page says their names.</summary>
    public static string Lines(Chart chart)
    {
        var x = chart.Lines.SelectMany(line => line.X).Select(chart.Place).DefaultIfEmpty(1).ToArray();
        var end = Math.Max(1, x.Max());
        var frame = new SvgFrame((Math.Min(x.Min(), end - 1), end), chart.Range);
        var svg = Begin($"{chart.Title}: {string.Join("; ", chart.Lines.Select(Summary))}");
        var ticks = chart.IsByDoubling
            ? Ticks.Doubling(end, MostDoublings).Select(tick => (tick, Ticks.Text(Math.Pow(2, tick))))
            : frame.RoundTicks();
        frame.AddAxes(svg, ticks, chart.XUnit, chart.YUnit);
        // A curve's beginning may be beyond the axis; a line along its edge is to keep its width.
        var (upper, height) = (Top - LineWidth, Height - Top - Bottom + (2 * LineWidth));
        svg.Append(CultureInfo.InvariantCulture, $"<svg x=\"0\" y=\"{upper}\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 {upper} {Width} {height}\">");
        foreach (var line in chart.Lines.Except(chart.Far))
            AddLine(svg, frame, line with { X = Array.ConvertAll(line.X, chart.Place) });
        return svg.Append("</svg></svg>").ToString();
    }

    /// <summary>Points in their labels' colours and shapes.</summary>
    /// <param name="title">What it shows, for who cannot see it.</param>
    /// <param name="points">Places and the number of a label.</param>
    /// <param name="units">What the axes are.</param>
    public static string Points(string title, IReadOnlyList<(double X, double Y, int Label)> points, (string X, string Y) units)
    {
        // One unit is as long on both axes, or distances on the map would mislead.
        const double Shape = (Height - Top - Bottom) / (Width - Left - Right);
        var reach = 1.05 * Math.Max(1e-6, points.Max(point => Math.Max(Math.Abs(point.X), Math.Abs(point.Y) / Shape)));
        var frame = new SvgFrame((-reach, reach), (-reach * Shape, reach * Shape));
        var svg = Begin(title);
        frame.AddAxes(svg, frame.RoundTicks(), units.X, units.Y);
        foreach (var (x, y, label) in points)
            svg.Append(PointMark.Of(label, frame.Across(x), frame.Down(y), PointRadius));
        return svg.Append("</svg>").ToString();
    }

    /// <summary>Bars; those that count as nothing are as high as can be seen.</summary>
    public static string Columns(Bars bars)
    {
        var count = bars.Heights.Count;
        var frame = new SvgFrame((0.5, count + 0.5), (0, Math.Max(bars.Heights.Max() * 1.06, bars.Least)));
        var svg = Begin(bars.Title);
        // Places are whole numbers, whatever is round.
        var ticks = frame.RoundTicks().Where(tick => tick.At >= 1 && tick.At == Math.Floor(tick.At));
        frame.AddAxes(svg, ticks, bars.XUnit, bars.YUnit);
        var width = 0.8 * (frame.Across(2) - frame.Across(1));
        foreach (var (place, value) in bars.Heights.Index())
        {
            var height = Math.Max(LeastBar, frame.Down(0) - frame.Down(value));
            svg.Append(CultureInfo.InvariantCulture, $"<rect class=\"{(value < bars.Least ? "nothing" : "c0")}\" x=\"{frame.Across(place + 1) - (width / 2):0.##}\" ")
                .Append(CultureInfo.InvariantCulture, $"y=\"{frame.Down(0) - height:0.##}\" width=\"{width:0.##}\" height=\"{height:0.##}\"/>");
        }

        return svg.Append("</svg>").ToString();
    }

    private static void AddLine(StringBuilder svg, SvgFrame frame, ChartLine line)
    {
        var d = new StringBuilder();
        var isBroken = true;
        foreach (var (x, y) in line.X.Zip(line.Y))
        {
            if (double.IsFinite(y))
                d.Append(isBroken ? 'M' : 'L').Append(frame.At(x, y));
            isBroken = !double.IsFinite(y);
            if (!isBroken && line.X.Length <= 40)
                svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"c{line.Colour % Palette.Count}\" {frame.Centre(x, y)} r=\"2.2\"/>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<path class=\"{Palette.ClassOfLine(line.Colour)}\" d=\"{d}\"/>");
    }

    private static string Summary(ChartLine line) => $"{line.Name} ends at {Ticks.Text(line.Last)}";
}

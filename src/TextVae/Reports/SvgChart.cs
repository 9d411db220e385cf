using System.Globalization;
using System.Text;

namespace TextVae.Reports;

/// <summary>Charts as SVG within a page, whose style gives the colours, so that they follow light and dark.</summary>
internal static class SvgChart
{
    private const double Width = 420;
    private const double Height = 240;
    private const double Left = 48;
    private const double Right = 12;
    private const double Top = 10;
    private const double Bottom = 34;

    /// <summary>Lines with axes; the page says their names.</summary>
    public static string Lines(Chart chart)
    {
        var (low, high) = chart.Range;
        var end = Math.Max(1, chart.Lines.SelectMany(line => line.X).DefaultIfEmpty(1).Max());
        var begin = Math.Min(chart.Lines.SelectMany(line => line.X).DefaultIfEmpty(0).Min(), end - 1);
        var frame = new Frame((begin, end), (low, high));
        var svg = Begin($"{chart.Title}: {string.Join("; ", chart.Lines.Select(Summary))}");
        Axes(svg, frame, chart.XUnit, chart.YUnit);
        // A curve's beginning may be beyond the axis.
        svg.Append("<svg x=\"0\" y=\"").Append(Number(Top)).Append("\" width=\"").Append(Number(Width)).Append("\" height=\"").Append(Number(Height - Top - Bottom))
            .Append("\" viewBox=\"0 ").Append(Number(Top)).Append(' ').Append(Number(Width)).Append(' ').Append(Number(Height - Top - Bottom)).Append("\">");
        foreach (var line in chart.Lines)
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

            svg.Append(CultureInfo.InvariantCulture, $"<path class=\"line c{line.Colour % Palette.Count} d{line.Colour / Palette.Count % 3}\" d=\"{d}\"/>");
        }

        return svg.Append("</svg></svg>").ToString();
    }

    /// <summary>Points in their labels' colours.</summary>
    /// <param name="title">What it shows, for who cannot see it.</param>
    /// <param name="points">Places and the number of a colour.</param>
    /// <param name="units">What the axes are.</param>
    public static string Points(string title, IReadOnlyList<(double X, double Y, int Colour)> points, (string X, string Y) units)
    {
        var reach = 1.05 * Math.Max(1e-6, points.Max(point => Math.Max(Math.Abs(point.X), Math.Abs(point.Y))));
        var frame = new Frame((-reach, reach), (-reach, reach));
        var svg = Begin(title);
        Axes(svg, frame, units.X, units.Y);
        foreach (var (x, y, colour) in points)
            svg.Append(CultureInfo.InvariantCulture, $"<circle class=\"point c{colour % Palette.Count}\" {frame.Centre(x, y)} r=\"2\"/>");
        return svg.Append("</svg>").ToString();
    }

    private static StringBuilder Begin(string description) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Html.Escape(description)}\">");

    private static void Axes(StringBuilder svg, Frame frame, string xUnit, string yUnit)
    {
        foreach (var tick in Ticks.Between(frame.Y.Low, frame.Y.High, 4))
        {
            var y = frame.Down(tick);
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Number(y)}\" y2=\"{Number(y)}\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 5}\" y=\"{Number(y + 4)}\" text-anchor=\"end\">{Ticks.Text(tick)}</text>");
        }

        foreach (var tick in Ticks.Between(frame.X.Low, frame.X.High, 4))
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{Number(frame.Across(tick))}\" y=\"{Height - Bottom + 15}\" text-anchor=\"middle\">{Ticks.Text(tick)}</text>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"unit\" x=\"{Width - Right}\" y=\"{Height - 4}\" text-anchor=\"end\">{Html.Escape(xUnit)}</text>")
            .Append(CultureInfo.InvariantCulture, $"<text class=\"unit\" x=\"4\" y=\"{Height - 4}\">↑ {Html.Escape(yUnit)}</text>");
    }

    private static string Summary(ChartLine line)
    {
        var last = line.Y.LastOrDefault(double.IsFinite, double.NaN);
        return $"{line.Name} ends at {Ticks.Text(last)}";
    }

    private static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    private sealed record Frame((double Low, double High) X, (double Low, double High) Y)
    {
        public double Across(double x) => Left + ((Width - Left - Right) * (x - X.Low) / (X.High - X.Low));

        public double Down(double y) => Height - Bottom - ((Height - Top - Bottom) * (y - Y.Low) / (Y.High - Y.Low));

        public string At(double x, double y) => $"{Number(Across(x))},{Number(Down(y))}";

        public string Centre(double x, double y) => $"cx=\"{Number(Across(x))}\" cy=\"{Number(Down(y))}\"";
    }
}

using System.Globalization;
using System.Text;

namespace TextVae.Reports;

/// <summary>The place of a chart: where numbers lie, and its axes.</summary>
/// <param name="X">The numbers at its left and right edge.</param>
/// <param name="Y">The numbers at its lower and upper edge.</param>
internal sealed record SvgFrame((double Low, double High) X, (double Low, double High) Y)
{
    public const double Width = 420;
    public const double Height = 240;
    public const double Left = 52;
    public const double Right = 12;
    public const double Top = 10;
    public const double Bottom = 40;

    public double Across(double x) => Left + ((Width - Left - Right) * (x - X.Low) / (X.High - X.Low));

    public double Down(double y) => Height - Bottom - ((Height - Top - Bottom) * (y - Y.Low) / (Y.High - Y.Low));

    public string At(double x, double y) => $"{Number(Across(x))},{Number(Down(y))}";

    public string Centre(double x, double y) => $"cx=\"{Number(Across(x))}\" cy=\"{Number(Down(y))}\"";

    /// <summary>A length or place in the picture.</summary>
    public static string Number(double value) => value.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Begins a picture, with what it shows for who cannot see it.</summary>
    public static StringBuilder Begin(string description) => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" role=\"img\" aria-label=\"{Html.Escape(description)}\">");

    /// <summary>Adds the axes with their numbers and what these are in.</summary>
    /// <param name="svg">The picture.</param>
    /// <param name="ticks">Where numbers of X stand, with their texts.</param>
    /// <param name="xUnit">What X is in.</param>
    /// <param name="yUnit">What Y is in.</param>
    public void AddAxes(StringBuilder svg, IEnumerable<(double At, string Text)> ticks, string xUnit, string yUnit)
    {
        foreach (var tick in Ticks.Between(Y.Low, Y.High, 4))
        {
            var y = Down(tick);
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Number(y)}\" y2=\"{Number(y)}\"/>")
                .Append(CultureInfo.InvariantCulture, $"<text x=\"{Left - 5}\" y=\"{Number(y + 4)}\" text-anchor=\"end\">{Ticks.Text(tick)}</text>");
        }

        foreach (var (at, text) in ticks)
        {
            svg.Append(CultureInfo.InvariantCulture,
                $"<text x=\"{Number(Across(at))}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{text}</text>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"unit\" x=\"{Width - Right}\" y=\"{Height - 4}\" text-anchor=\"end\">{Html.Escape(xUnit)}</text>")
            .Append(CultureInfo.InvariantCulture, $"<text class=\"unit\" x=\"4\" y=\"{Height - 4}\">↑ {Html.Escape(yUnit)}</text>");
    }

    /// <summary>Round numbers of X.</summary>
    public IEnumerable<(double At, string Text)> RoundTicks() => Ticks.Between(X.Low, X.High, 4).Select(tick => (tick, Ticks.Text(tick)));
}

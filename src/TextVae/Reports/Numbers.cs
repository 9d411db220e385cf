using System.Globalization;

namespace TextVae.Reports;

/// <summary>Numbers as the page shows them: three digits, a minus as wide as a plus, and no zero with a sign.</summary>
internal static class Numbers
{
    public const string None = "–";

    public static string Text(double? value) => value switch
    {
        null => None,
        double.PositiveInfinity => "∞",
        double.NegativeInfinity => "−∞",
        { } number => number.ToString("0.000;−0.000;0.000", CultureInfo.InvariantCulture),
    };

    public static string Signed(double value) => value.ToString("+0.000;−0.000;0.000", CultureInfo.InvariantCulture);

    public static string Count(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);
}

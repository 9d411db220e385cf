namespace TextVae.Reports;

/// <summary>Colours of runs and labels, told apart by people who see colours differently, too (Okabe and Ito).</summary>
public static class Palette
{
    /// <summary>On a light ground, at least three to one against it.</summary>
    public static IReadOnlyList<string> Light { get; } = ["#0072b2", "#c04e00", "#00795a", "#b0578c", "#9a6a00", "#3a3a98"];

    /// <summary>The same hues on a dark ground.</summary>
    public static IReadOnlyList<string> Dark { get; } = ["#56b4e9", "#ff9447", "#2fc79a", "#e59ac4", "#f0c24b", "#a9a9ff"];

    /// <summary>How many there are.</summary>
    public static int Count => Light.Count;

    // Whole lines, and four kinds of dashes that the page's style has.
    private const int Dashes = 5;

    /// <summary>The classes of a line on a page, by its number: when the colours are used up, dashes tell lines apart.</summary>
    internal static string ClassOfLine(int line) => FormattableString.Invariant($"line c{line % Count} d{line / Count % Dashes}");
}

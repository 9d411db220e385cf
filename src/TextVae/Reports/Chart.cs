using System.Globalization;

namespace TextVae.Reports;

/// <summary>A line of a chart.</summary>
/// <param name="Name">What it is of.</param>
/// <param name="Colour">The number of its colour, from 0: the same for a run in every chart.</param>
/// <param name="X">Where.</param>
/// <param name="Y">How much; what is not a number is a gap.</param>
public sealed record ChartLine(string Name, int Colour, double[] X, double[] Y)
{
    /// <summary>Where it ends; NaN where nothing of it is a number.</summary>
    public double Last => Y.LastOrDefault(double.IsFinite, double.NaN);
}

/// <summary>Lines over a common axis, however they are drawn.</summary>
/// <param name="Id">Its name as that of a file.</param>
/// <param name="Title">What it shows.</param>
/// <param name="XUnit">What X counts.</param>
/// <param name="YUnit">What Y counts.</param>
/// <param name="Lines">The lines, at least one.</param>
public sealed record Chart(string Id, string Title, string XUnit, string YUnit, IReadOnlyList<ChartLine> Lines)
{
    private const double FarFactor = 10;

    /// <summary>Whether X, which is then at least 1, is drawn at its logarithm, with ticks at powers of two.</summary>
    public bool IsByDoubling { get; init; }

    /// <summary>Whether the axis takes in all of a curve, its beginning too.</summary>
    public bool IsWhole { get; init; }

    /// <summary>
    /// Whether lines that lie wholly beyond ten times the others are off the axis, as exponentials are where what they are of is
    /// not even meant to be small: the bound's perplexity of a model that was trained without the KL is one of ten digits.
    /// </summary>
    public bool LeavesOutFarLines { get; init; }

    /// <summary>The lines that the axis does not reach.</summary>
    public IReadOnlyList<ChartLine> Far
    {
        get
        {
            if (!LeavesOutFarLines)
                return [];
            var reach = FarFactor * Lines.Select(line => Typical(line).DefaultIfEmpty(double.PositiveInfinity).Max()).Min();
            return [.. Lines.Where(line => Typical(line).DefaultIfEmpty(0).Min() > reach)];
        }
    }

    /// <summary>What lies beyond the axis, in words; empty where all lines are drawn.</summary>
    public string FarInWords => Far.Count == 0 ? "" : $"beyond the axis: {string.Join(", ", Far.Select(line => $"{line.Name} (ends at {Ticks.Text(line.Last)})"))}";

    /// <summary>What of the lines that are drawn the axis cuts off, in words; empty where it is nothing.</summary>
    public string CutOffInWords
    {
        get
        {
            var (low, high) = Range;
            double[] values = [.. Lines.Except(Far).SelectMany(line => line.Y).Where(double.IsFinite)];
            string[] parts =
            [
                .. values.Any(value => value > high) ? [$"above {Rounded(high)}"] : Array.Empty<string>(),
                .. values.Any(value => value < low) ? [$"below {Rounded(low)}"] : Array.Empty<string>(),
            ];
            return parts.Length == 0 ? "" : $"what is {string.Join(" or ", parts)} is cut off";
        }
    }

    /// <summary>All that is not to be seen, in words; empty where everything is drawn.</summary>
    public string BeyondInWords => string.Join("; ", new[] { FarInWords, CutOffInWords }.Where(words => words.Length > 0));

    /// <summary>Where numbers of X stand.</summary>
    public double Place(double x) => IsByDoubling ? Math.Log2(x) : x;

    /// <summary>
    /// The values that the axis has to show. The first fifth of a curve may lie far from the rest, as a training begins there, and
    /// would flatten all that there is to see.
    /// </summary>
    public (double Low, double High) Range
    {
        get
        {
            var far = Far;
            double[] typical = [.. Lines.Where(line => !far.Contains(line)).SelectMany(Typical)];
            if (typical.Length == 0)
                return (0, 1);
            var (low, high) = (typical.Min(), typical.Max());
            var margin = low < high ? 0.06 * (high - low) : Math.Max(0.1, 0.2 * Math.Abs(high));
            return (low >= 0 ? Math.Max(0, low - margin) : low - margin, high + margin);
        }
    }

    // The axis ends somewhere, not at a figure.
    private static string Rounded(double end) =>
        Ticks.Text(double.Parse(end.ToString("G3", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));

    private IEnumerable<double> Typical(ChartLine line) => line.Y.Skip(IsWhole ? 0 : line.Y.Length / 5).Where(double.IsFinite);
}

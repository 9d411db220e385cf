namespace TextVae.Evaluation;

/// <summary>
/// How a figure of a model differs from that of another one on the same sentences. What makes a sentence hard for both cancels,
/// so the error is mostly much smaller than those of the two figures.
/// </summary>
/// <param name="Figure">The name of the figure.</param>
/// <param name="Value">Of the first model.</param>
/// <param name="Against">Of the second.</param>
/// <param name="Difference">The first less the second.</param>
/// <param name="StandardError">Of the difference, over sentences; null where there is one sentence alone.</param>
/// <param name="Low">The lower end of the 95 % interval of the difference.</param>
/// <param name="High">The upper end.</param>
public sealed record PairedDifference(
    string Figure, double Value, double Against, double Difference, double? StandardError, double? Low, double? High)
{
    /// <summary>Of the standard normal: a mean over a split's sentences is all but normal.</summary>
    private const double Quantile = 1.959963984540054;

    internal static PairedDifference Of(string figure, double value, double against, double? standardError)
    {
        var difference = value - against;
        return new PairedDifference(
            figure, value, against, difference, standardError, difference - (Quantile * standardError),
            difference + (Quantile * standardError));
    }
}

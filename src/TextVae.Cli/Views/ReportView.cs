using System.Globalization;
using TextVae.Evaluation;

namespace TextVae.Cli.Views;

/// <summary>What a person sees of the figures of a split and of comparisons.</summary>
internal static class ReportView
{
    // Dimensions with less are all but the prior.
    private const double LittleKl = 0.01;
    private const int DimensionsShown = 8;

    /// <summary>Prints a figure a line under the names of the document, each with its standard error.</summary>
    public static void Print(EvaluationReport report, TextWriter output)
    {
        var figures = JsonOutput.Figures(report).ToDictionary(figure => figure.Name, figure => figure.Value);
        foreach (var (name, _) in JsonOutput.Document(report))
        {
            if (figures.TryGetValue(name, out var figure))
                output.WriteLine($"{name,-27}{figure}{Error(report, name)}");
            else if (name == "iw_curve")
                output.WriteLine($"{name,-27}{string.Join(", ", report.IwCurve!.Select(Text))}");
            else if (name == "kl_per_dimension")
                output.WriteLine($"{name,-27}{Summary(report.KlPerDimension!)}");
        }
    }

    /// <summary>Prints the figures of the sentences that are new to the model.</summary>
    public static void Print(UnseenFigures figures, TextWriter output)
    {
        output.WriteLine($"{"seen_sentences",-27}{figures.SeenSentences}");
        if (figures.Unseen is not { } report)
            return;
        output.WriteLine();
        output.WriteLine("Of the others alone");
        Print(report, output);
        output.WriteLine();
    }

    /// <summary>Prints paired differences as a table, and those of the sentences that are new to both as another.</summary>
    public static void Print(RunDifferences against, TextWriter output)
    {
        Print("this run", against.Run, against.Differences, output);
        if (against.UnseenDifferences is { Count: > 0 } unseen)
            Print("this run, of the sentences that are new to both,", against.Run, unseen, output);
    }

    /// <summary>Prints paired differences as a table.</summary>
    /// <param name="run">What the run is called.</param>
    /// <param name="against">What it is compared with.</param>
    /// <param name="differences">The first less the second.</param>
    /// <param name="output">Where it goes.</param>
    public static void Print(string run, string against, IReadOnlyList<PairedDifference> differences, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(TerminalText.Clean($"Difference of {run} from {against}, sentence by sentence"));
        output.WriteLine($"{"figure",-24}{"this",12}{"other",12}{"difference",13}{"± error",11}   95 % interval");
        foreach (var row in differences)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{row.Figure,-24}{row.Value,12:F4}{row.Against,12:F4}{row.Difference,13:F4}{row.StandardError,11:F4}   {row.Low:F4} to {row.High:F4}"));
        }
    }

    /// <summary>Prints the points of a sweep as a table.</summary>
    public static void Print(IReadOnlyList<RateDistortionPoint> sweep, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine("Rate and distortion over the weight of the KL term");
        output.WriteLine($"{"beta",8}{"rate",12}{"± error",10}{"distortion",13}{"± error",10}{"nll_bound",12}{"mutual_information",20}{"active_units",14}  run");
        foreach (var point in sweep)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{point.Beta,8:0.####}{point.Rate,12:F4}{point.RateError,10:F4}{point.Distortion,13:F4}{point.DistortionError,10:F4}{point.NllBound,12:F4}{point.MutualInformation,20:F4}{point.ActiveUnits,14}  {TerminalText.Clean(point.Run)}"));
        }
    }

    private static string Text(double value) => value.ToString("F4", CultureInfo.InvariantCulture);

    private static string Text(IwCurvePoint point) => string.Create(CultureInfo.InvariantCulture, $"{point.K}: {point.NllIw:F4}");

    private static string Error(EvaluationReport report, string name) =>
        report.StandardErrors?.TryGetValue(name, out var error) == true ? $" ± {Text(error)}" : "";

    private static string Summary(IReadOnlyList<double> kl)
    {
        var largest = kl.OrderDescending().Take(DimensionsShown).Select(value => value.ToString("F3", CultureInfo.InvariantCulture));
        return $"{kl.Count(value => value > LittleKl)} of {kl.Count} above {LittleKl.ToString(CultureInfo.InvariantCulture)}; "
            + $"the largest: {string.Join(", ", largest)}";
    }
}

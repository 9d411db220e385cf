using System.Globalization;
using ScottPlot;
using TextVae.Reproduction;

namespace TextVae.Cli.Figures;

/// <summary>Figures 3a, 3b and 3c of the paper: all systems over training, on the validation split.</summary>
internal static class ReproductionFigures
{
    private const int Width = 1000;
    private const int Height = 560;

    // Eleven curves that lie close together: neighbours differ in colour and in pattern, the three λ go from light to dark.
    private static readonly Dictionary<string, (string Colour, LinePattern Pattern)> Styles = new()
    {
        ["lm"] = ("#000000", LinePattern.Solid),
        ["vae"] = ("#0072b2", LinePattern.Solid),
        ["attention"] = ("#56b4e9", LinePattern.DenselyDashed),
        ["last"] = ("#332288", LinePattern.Dotted),
        ["unidirectional"] = ("#44aa99", LinePattern.DenselyDashed),
        ["convolutional"] = ("#117733", LinePattern.Dotted),
        ["kl-annealing"] = ("#66aa00", LinePattern.Solid),
        ["word-dropout-annealing"] = ("#999999", LinePattern.Solid),
        ["mi-1"] = ("#e69f00", LinePattern.Solid),
        ["mi-5"] = ("#d55e00", LinePattern.DenselyDashed),
        ["mi-10"] = ("#882255", LinePattern.Solid),
    };

    // Steps of a logarithmic axis that read well.
    private static readonly double[] Ticks = [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9];

    /// <summary>Draws the three figures of all finished runs of a folder, each as PNG and as SVG.</summary>
    public static void Save(ReproductionFolder folder)
    {
        var systems = folder.LoadResults().GroupBy(result => result.System)
            .Select(results => (results.Key, MeanOf(folder, results.Key, results.Select(result => result.Seed))))
            .ToArray();
        AtomicFile.CreateFolder(folder.Figures);
        Save(folder, "figure-3a", "Conditional perplexity", "perplexity (logarithmic)", systems, curve => curve.ConditionalPerplexity.Select(Math.Log10));
        Save(folder, "figure-3b", "KL(q(z|x) ‖ p(z))", "nats a text", systems, curve => curve.Kl);
        Save(
            folder, "figure-3c", "Log-likelihood: exact for lm, a lower bound for the others", "nats a text", systems,
            curve => curve.Bound.Select(bound => -bound));
    }

    private static void Save(
        ReproductionFolder folder, string name, string title, string unit, (string Name, RunCurve Curve)[] systems,
        Func<RunCurve, IEnumerable<double>> values)
    {
        using var plot = new Plot();
        plot.Title($"{title}, validation");
        plot.YLabel(unit);
        foreach (var (system, curve) in systems)
        {
            var (colour, pattern) = Styles[system];
            var line = plot.Add.ScatterLine(curve.Steps, [.. values(curve)], new Color(colour));
            (line.LegendText, line.LineWidth, line.LinePattern) = (system, 2, pattern);
        }

        if (name == "figure-3a")
            ShowPowers(plot);
        var isCutOff = SetLimits(plot, [.. systems.Select(system => values(system.Curve).ToArray())]);
        plot.XLabel($"training batches{(isCutOff ? " (the first evaluations lie beyond the axis)" : "")}");
        plot.ShowLegend(Edge.Right);
        FigureFile.SavePng(Path.Combine(folder.Figures, $"{name}.png"), plot.GetImage(Width, Height));
        AtomicFile.WriteText(Path.Combine(folder.Figures, $"{name}.svg"), plot.GetSvgXml(Width, Height));
    }

    // The first evaluations are far from all later ones and would flatten what there is to see.
    private static bool SetLimits(Plot plot, double[][] curves)
    {
        double[] typical = [.. curves.SelectMany(curve => curve.Skip(curve.Length / 5)).Where(double.IsFinite)];
        plot.Axes.AutoScale();
        if (typical.Length == 0)
            return false;
        var margin = 0.05 * Math.Max(typical.Max() - typical.Min(), 1e-3);
        var (low, high) = (typical.Min() - margin, typical.Max() + margin);
        plot.Axes.SetLimitsY(low, high);
        return curves.Any(curve => curve.Any(value => double.IsFinite(value) && (value < low || value > high)));
    }

    // The values are logarithms to the base of 10, and ticks say what they stand for.
    private static void ShowPowers(Plot plot)
    {
        var ticks = new ScottPlot.TickGenerators.NumericManual();
        foreach (var exponent in Enumerable.Range(0, 7))
        {
            foreach (var value in Ticks.Select(tick => tick * Math.Pow(10, exponent)))
                ticks.AddMajor(Math.Log10(value), value.ToString("#,0.##", CultureInfo.InvariantCulture));
        }

        plot.Axes.Left.TickGenerator = ticks;
    }

    /// <summary>The mean of the seeds' curves; runs of one system are evaluated at the same steps.</summary>
    private static RunCurve MeanOf(ReproductionFolder folder, string system, IEnumerable<long> seeds)
    {
        RunCurve[] curves =
        [
            .. seeds.Select(seed => RunCurve.Read(system, folder.Run(FormattableString.Invariant($"{system}-{seed}")))),
        ];
        var points = curves.Min(curve => curve.Steps.Length);
        double[] Mean(Func<RunCurve, double[]> of) =>
            [.. Enumerable.Range(0, points).Select(point => curves.Average(curve => of(curve)[point]))];
        return new RunCurve(
            system, curves[0].Steps[..points], Mean(curve => curve.Bound), Mean(curve => curve.Kl),
            Mean(curve => curve.ConditionalPerplexity));
    }
}

using ScottPlot;

namespace TextVae.Cli.Figures;

/// <summary>The validation bound and the KL term of runs over training, one above the other.</summary>
internal static class LearningCurves
{
    private const int Width = 900;
    private const int Height = 800;

    // Told apart by people who see colours differently, too (Okabe and Ito).
    private static readonly Color[] Palette =
        [new("#0072b2"), new("#d55e00"), new("#009e73"), new("#cc79a7"), new("#e69f00"), new("#56b4e9")];

    /// <summary>Draws a PNG.</summary>
    /// <param name="path">The file.</param>
    /// <param name="runs">The runs, in the order of the legend.</param>
    /// <param name="entropy">The least any model can reach, nats a sentence; null where it is not known.</param>
    public static void Save(string path, IReadOnlyList<RunCurve> runs, double? entropy)
    {
        var figure = new Multiplot();
        figure.AddPlots(2);
        DrawBounds(figure.GetPlot(0), runs, entropy);
        DrawKl(figure.GetPlot(1), runs);
        AtomicFile.CreateFolder(Path.GetDirectoryName(path)!);
        FigureFile.SavePng(path, figure.Render(Width, Height));
    }

    private static void DrawBounds(Plot plot, IReadOnlyList<RunCurve> runs, double? entropy)
    {
        plot.Title("Validation: upper bound on the negative log-likelihood");
        plot.YLabel("nats a sentence");
        for (var i = 0; i < runs.Count; i++)
            Draw(plot, runs[i].Steps, runs[i].Bound, runs[i].Name, i);
        var lowest = runs.SelectMany(run => run.Bound).Append(entropy ?? double.PositiveInfinity).Min();
        if (entropy is { } floor)
        {
            var line = plot.Add.HorizontalLine(floor, color: Colors.Black, pattern: LinePattern.Dashed);
            line.LegendText = "the grammar itself, exactly";
        }

        // The first evaluations are far above all others and would flatten the rest of the curve.
        var typical = runs.SelectMany(run => run.Bound.Skip(run.Bound.Length / 5)).DefaultIfEmpty(lowest + 1).Max();
        plot.Axes.SetLimitsY(lowest - (0.1 * (typical - lowest)), typical + (0.05 * (typical - lowest)));
        plot.ShowLegend(Alignment.UpperRight);
    }

    private static void DrawKl(Plot plot, IReadOnlyList<RunCurve> runs)
    {
        plot.Title("Validation: KL(q(z|x) ‖ p(z)), what z says of the text");
        plot.XLabel("step");
        plot.YLabel("nats a sentence");
        for (var i = 0; i < runs.Count; i++)
        {
            if (runs[i].Kl.Any(kl => kl > 0))
                Draw(plot, runs[i].Steps, runs[i].Kl, runs[i].Name, i);
        }

        plot.Axes.AutoScale();
        plot.Axes.SetLimitsY(0, plot.Axes.GetLimits().Top);
        plot.ShowLegend(Alignment.UpperRight);
    }

    private static void Draw(Plot plot, double[] steps, double[] values, string name, int index)
    {
        var curve = plot.Add.Scatter(steps, values, Palette[index % Palette.Length]);
        curve.LegendText = name;
        curve.LineWidth = 2;
        curve.MarkerSize = 4;
    }
}

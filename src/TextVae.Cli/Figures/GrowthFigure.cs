using ScottPlot;
using ScottPlot.MultiplotLayouts;
using TextVae.Benchmarks;

namespace TextVae.Cli.Figures;

/// <summary>The cost of a trained token as each size grows, beside what the dense model's operations take at the peak.</summary>
internal static class GrowthFigure
{
    private const int Width = 1000;
    private const int Height = 800;

    /// <summary>Draws a PNG.</summary>
    public static void Save(string path, Growth growth)
    {
        var sizes = Enum.GetValues<GrowingSize>();
        var figure = new Multiplot { Layout = new Grid(rows: 2, columns: 2) };
        figure.AddPlots(sizes.Length);
        foreach (var (index, size) in sizes.Index())
            Draw(figure.GetPlot(index), growth, size);
        FigureFile.SavePng(path, figure.Render(Width, Height));
    }

    private static void Draw(Plot plot, Growth growth, GrowingSize size)
    {
        GrowthPoint[] points = [.. growth.Points.Where(point => point.Size == size)];
        double[] values = [.. points.Select(point => (double)point.Value)];
        double[] costs = [.. points.Select(point => point.MicrosecondsPerToken)];
        double[] limits = [.. points.Select(point => point.FlopPerToken / growth.PeakGflop / 1e3)];
        plot.Title(Name(size));
        plot.YLabel("µs a token");
        LimitCurves.Draw(plot, ("measured", values, costs), ("all operations at the matrix peak", values, limits));
        plot.ShowLegend(size is GrowingSize.Length or GrowingSize.Batch ? Alignment.UpperRight : Alignment.UpperLeft);
    }

    private static string Name(GrowingSize size) => size switch
    {
        GrowingSize.Vocabulary => "Words of the vocabulary",
        GrowingSize.Hidden => "Features of the decoder's state",
        GrowingSize.Length => "Tokens of a text",
        _ => "Texts of a batch",
    };
}

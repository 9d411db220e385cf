using TextVae.Cli.Figures;
using TextVae.Cli.Views;
using TextVae.Evaluation;
using TextVae.Runs;

namespace TextVae.Cli.Work;

/// <summary>A model and the folder it came from.</summary>
/// <param name="Folder">As it was typed.</param>
/// <param name="Model">The model.</param>
internal sealed record NamedModel(string Folder, TrainedModel Model);

/// <summary>The runs that are measured beside the one that is evaluated, with the same options and the same noise.</summary>
/// <param name="against">The one to take differences from, if any.</param>
/// <param name="swept">The runs of a sweep with their KL weights, the evaluated one first; none without a sweep.</param>
internal sealed class ComparedRuns(NamedModel? against, IReadOnlyList<(string Folder, double Beta)> swept) : IDisposable
{
    /// <summary>Paired differences; null where they were not asked for.</summary>
    /// <param name="measured">What was measured of the evaluated run.</param>
    /// <param name="measure">Measures a model in the same way.</param>
    /// <param name="unseen">The sentences that are new to both, where they are asked about.</param>
    public RunDifferences? Against(SplitMeasurement measured, Func<TrainedModel, SplitMeasurement> measure, UnseenSentences? unseen)
    {
        if (against is null)
            return null;
        var other = measure(against.Model);
        return new RunDifferences(against.Folder, measured.Minus(other), unseen?.Minus(measured, other));
    }

    /// <summary>The points of a sweep by their rate, drawn into the figures of the evaluated run; null without a sweep.</summary>
    /// <param name="report">The figures of the evaluated run.</param>
    /// <param name="measure">Measures a model in the same way.</param>
    /// <param name="error">Told where the figure is.</param>
    public IReadOnlyList<RateDistortionPoint>? Sweep(
        EvaluationReport report, Func<TrainedModel, SplitMeasurement> measure, TextWriter error)
    {
        if (swept.Count == 0)
            return null;
        var points = new List<RateDistortionPoint> { RateDistortionPoint.Of(swept[0].Folder, swept[0].Beta, report) };
        foreach (var (folder, beta) in swept.Skip(1))
        {
            using var model = TrainedModel.Load(folder);
            points.Add(RateDistortionPoint.Of(folder, beta, measure(model).Report));
        }

        RateDistortionPoint[] sorted = [.. points.OrderBy(point => point.Rate)];
        var figure = Path.Combine(new RunFolder(swept[0].Folder).Figures, "rate-distortion.png");
        RateDistortionFigure.Save(figure, sorted);
        error.WriteLine(TerminalText.Clean($"The figure is {figure}"));
        return sorted;
    }

    /// <inheritdoc/>
    public void Dispose() => against?.Model.Dispose();
}

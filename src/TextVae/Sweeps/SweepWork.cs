using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Models;
using TextVae.Reports;

namespace TextVae.Sweeps;

/// <summary>
/// Roughly how much of a sweep is done, for the time left. The unit is one sentence and one z read by the decoder; the factors are those
/// of trainings and measurements on the Penn Treebank, and on Yelp's sentences and reviews.
/// </summary>
internal sealed class SweepWork(IReadOnlyList<SweptRun> runs, SweepEvaluation evaluate, Dataset dataset)
{
    // Forwards once and twice as much backwards, the encoder and the update.
    private const double OfStep = 4.5;

    // A text of a beam is written word by word, without the speed of many at once.
    private const double OfHypothesis = 7.5;

    // The examination, the probes and the texts of a page.
    private const double OfPage = RunReporter.BesideFigures;

    /// <summary>Those whose training had ended before: only what is still to be done takes time.</summary>
    public IReadOnlyList<SweptRun> Trained { get; init; } = [];

    /// <summary>The share of a run's measurement that its page takes, 0 to 1; decoding takes the rest.</summary>
    public static double ShareOfPage(EvaluationOptions options)
    {
        var page = options.Samples + options.Iw + OfPage;
        return page / (page + (OfHypothesis * options.Beam));
    }

    /// <summary>The share of all the work that is done, 0 to 1.</summary>
    /// <param name="finished">The runs that are finished.</param>
    /// <param name="run">The run at hand; it may be one of those.</param>
    /// <param name="trained">The share of its training that is done.</param>
    /// <param name="measured">The share of its measurement that is done.</param>
    public double Share(IReadOnlyCollection<SweptRun> finished, SweptRun run, double trained, double measured)
    {
        // Summed in one order, so that all of them together are the whole exactly.
        var done = runs.Sum(one => finished.Contains(one) ? Training(one) + Measuring(one)
            : one == run ? (trained * Training(one)) + (measured * Measuring(one))
            : Trained.Contains(one) ? Training(one) : 0);
        return done / runs.Sum(one => Training(one) + Measuring(one));
    }

    private double Training(SweptRun run)
    {
        var options = run.Recipe.Training;
        var sentences = options.Steps > 0 ? (double)options.Steps * options.Batch : (double)options.Epochs * dataset.Train.Count;
        return OfStep * sentences * run.Recipe.Objective.Samples;
    }

    private double Measuring(SweptRun run)
    {
        if (!run.IsMeasured)
            return 0;
        var options = run.Recipe.Evaluation;
        var each = run.Recipe.Model.Kind == ModelKind.Lm
            ? 1
            : options.Samples + (evaluate.Iw ?? options.Iw) + OfPage + (evaluate.Decode ? OfHypothesis * options.Beam : 0);
        return each * dataset[evaluate.Split].Count;
    }
}

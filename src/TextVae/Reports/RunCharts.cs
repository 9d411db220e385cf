using TextVae.Runs;

namespace TextVae.Reports;

/// <summary>The curves of runs, each run a line. That of a run that goes on from another one begins where the other stood.</summary>
public static class RunCharts
{
    private const int SpeedPoints = 60;
    private const int SchedulePoints = 200;
    private const string Tokens = "tokens";
    private const string Seconds = "seconds";
    private const string KlWeight = "kl_weight";

    /// <summary>The charts that at least one of the runs has figures for.</summary>
    public static IReadOnlyList<Chart> Of(IReadOnlyList<RunReport> runs) =>
    [
        .. new[]
        {
            Evaluated("perplexity", "Perplexity, validation", "perplexity", runs),
            Evaluated("kl", "KL(q(z|x) ‖ p(z)), validation", "nats a sentence", runs),
            Evaluated("mutual_information", "Mutual information I(x; z), validation", "nats", runs),
            Evaluated("mi_bound", "Bound on the mutual information, validation", "nats", runs),
            Evaluated("active_units", "Active units, validation", "dimensions", runs),
            KlWeights(runs),
            Scheduled("word_dropout", "Word dropout", "share of words", runs, (run, step) => run.Recipe.Objective.WordDropout.At(step)),
            Estimates(runs),
            new Chart("speed", "Speed of training", "step", "tokens a second", [.. runs.Index().Select(run => Speed(run.Item, run.Index))]),
        }.Select(OfWhatThereIs).Where(chart => chart.Lines.Count > 0),
    ];

    private static double Step(RunReport run, long step) => step + run.Info.StepsBefore(run.Recipe);

    private static Chart OfWhatThereIs(Chart chart) => chart with { Lines = [.. chart.Lines.Where(line => line.Y.Any(double.IsFinite))] };

    private static Chart Evaluated(string figure, string title, string unit, IReadOnlyList<RunReport> runs) => new(
        figure, title, "step", unit,
        [
            .. runs.Index().Where(run => figure == "perplexity" || run.Item.Examination.Use is not null).Select(run => new ChartLine(
                run.Item.Name, run.Index, [.. run.Item.History.Evaluations.Select(point => Step(run.Item, point.Step))],
                [.. run.Item.History.Evaluations.Select(point => point[figure])])),
        ])
    {
        LeavesOutFarLines = figure == "perplexity",
    };

    private static Chart Scheduled(string id, string title, string unit, IReadOnlyList<RunReport> runs, Func<RunReport, long, double> weight) => new(
        id, title, "step", unit, [.. runs.Index().Select(run => Scheduled(run.Item, run.Index, weight))])
    {
        IsWhole = true,
    };

    private static ChartLine Scheduled(RunReport run, int colour, Func<RunReport, long, double> weight)
    {
        var last = run.History.Steps.LastOrDefault()?.Step ?? 0;
        long[] steps = [.. Enumerable.Range(0, SchedulePoints + 1).Select(i => Math.Max(1, last * i / SchedulePoints)).Distinct()];
        return new ChartLine(
            run.Name, colour, [.. steps.Select(step => Step(run, step))], last == 0 ? [] : [.. steps.Select(step => weight(run, step))]);
    }

    /// <summary>The weight as it was: of the schedule, or what a target of the KL has made of it.</summary>
    private static Chart KlWeights(IReadOnlyList<RunReport> runs) => new(
        KlWeight, "Weight of the KL term", "step", "weight",
        [
            .. runs.Index().Where(run => run.Item.Examination.Use is not null).Select(run => run.Item.Recipe.Objective.TargetKl > 0
                ? Logged(run.Item, run.Index, KlWeight)
                : Scheduled(run.Item, run.Index, (of, step) => of.Recipe.Objective.Kl.At(step))),
        ])
    {
        IsWhole = true,
    };

    private static ChartLine Logged(RunReport run, int colour, string figure)
    {
        MetricsPoint[] points = [.. Chunks(run.History).Select(chunk => chunk[^1])];
        return new ChartLine(run.Name, colour, [.. points.Select(point => Step(run, point.Step))], [.. points.Select(point => point[figure])]);
    }

    /// <summary>The importance-weighted estimate over its number of samples; beside it what language models have exactly.</summary>
    private static Chart Estimates(IReadOnlyList<RunReport> runs)
    {
        double[] samples = [.. runs.SelectMany(run => run.Figures.IwCurve ?? []).Select(point => (double)point.K).Distinct().Order()];
        var lines = samples.Length == 0
            ? []
            : runs.Index().Select(run => run.Item.Figures switch
            {
                { IwCurve: { } curve } => new ChartLine(
                    run.Item.Name, run.Index, [.. curve.Select(point => (double)point.K)], [.. curve.Select(point => point.NllIw)]),
                { Samples: 0 } exact => new ChartLine(
                    $"{run.Item.Name} (exact)", run.Index, [samples[0], samples[^1]], [exact.NllBound, exact.NllBound]),
                _ => new ChartLine(run.Item.Name, run.Index, [], []),
            });
        return new Chart("nll_iw", "Importance-weighted −ln p(x) over its samples", "samples", "nats a sentence", [.. lines]) { IsByDoubling = true, IsWhole = true };
    }

    /// <summary>A course of training as a page needs it: some steps at a time, with the sums of their tokens and seconds.</summary>
    internal static MetricsHistory Brief(MetricsHistory history) => history with
    {
        Steps =
        [
            .. Chunks(history).Select(chunk => new MetricsPoint(chunk[^1].Step, new Dictionary<string, double>
            {
                [Tokens] = chunk.Sum(step => step[Tokens]),
                [Seconds] = chunk.Sum(step => step[Seconds]),
                [KlWeight] = chunk[^1][KlWeight],
            })),
        ],
    };

    private static IEnumerable<MetricsPoint[]> Chunks(MetricsHistory history) =>
        history.Steps.Chunk(Math.Max(1, (history.Steps.Count + SpeedPoints - 1) / SpeedPoints));

    /// <summary>Tokens over seconds of some steps at a time, so that batches of short and of long sentences even out.</summary>
    private static ChartLine Speed(RunReport run, int colour)
    {
        var chunks = Chunks(run.History).ToArray();
        return new ChartLine(
            run.Name, colour, [.. chunks.Select(chunk => Step(run, chunk[^1].Step))],
            [.. chunks.Select(chunk => chunk.Sum(step => step[Tokens]) / chunk.Sum(step => step[Seconds]))]);
    }
}

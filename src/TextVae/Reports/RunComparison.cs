using TextVae.Evaluation;

namespace TextVae.Reports;

/// <summary>How a run differs from the first one, sentence by sentence.</summary>
/// <param name="Run">The run.</param>
/// <param name="Against">The first one.</param>
/// <param name="Differences">Figures of <paramref name="Run"/> less those of <paramref name="Against"/>.</param>
public sealed record RunComparison(RunReport Run, RunReport Against, IReadOnlyList<PairedDifference> Differences)
{
    /// <summary>Every run but the first against the first, where both were trained on the same dataset (in another one a token is not
    /// the same, and neither are the sentences) and both or neither is given the label of a text: p(x|y) is not p(x).</summary>
    /// <param name="runs">At least one, all measured on the same split in the same way.</param>
    public static IReadOnlyList<RunComparison> Of(IReadOnlyList<RunReport> runs) =>
    [
        .. runs.Skip(1).Where(run => run.Data.Hash == runs[0].Data.Hash && ReadsLabels(run) == ReadsLabels(runs[0]))
            .Select(run => new RunComparison(run, runs[0], run.Measurement.Minus(runs[0].Measurement))),
    ];

    private static bool ReadsLabels(RunReport run) => run.Recipe.Model.LabelEmbedding > 0;
}

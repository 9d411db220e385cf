using TextVae.Runs;

namespace TextVae.Cli.Figures;

/// <summary>What the metrics of a run say of the validation split.</summary>
/// <param name="Name">What to call the run in a legend.</param>
/// <param name="Steps">The steps of its evaluations.</param>
/// <param name="Bound">nll_bound at each of them, nats a sentence; what was not finite is a gap in the curve.</param>
/// <param name="Kl">KL at each of them, nats a sentence.</param>
/// <param name="ConditionalPerplexity">perplexity_conditional at each of them.</param>
internal sealed record RunCurve(string Name, double[] Steps, double[] Bound, double[] Kl, double[] ConditionalPerplexity)
{
    /// <summary>Reads the evaluations in the log of a run.</summary>
    /// <exception cref="DataException">The log cannot be read.</exception>
    public static RunCurve Read(string name, RunFolder run)
    {
        var evaluations = MetricsHistory.Read(run).Evaluations;
        double[] Of(string figure) => [.. evaluations.Select(evaluation => evaluation[figure])];
        return new RunCurve(
            name, [.. evaluations.Select(evaluation => (double)evaluation.Step)], Of("nll_bound"), Of("kl"), Of("perplexity_conditional"));
    }
}

using TextVae.Evaluation;

namespace TextVae.Cli.Views;

/// <summary>How a run differs from another one.</summary>
/// <param name="Run">The other one.</param>
/// <param name="Differences">The first less the other.</param>
/// <param name="UnseenDifferences">The same of the sentences that are new to both; null where that was not asked for.</param>
internal sealed record RunDifferences(
    string Run, IReadOnlyList<PairedDifference> Differences, IReadOnlyList<PairedDifference>? UnseenDifferences);

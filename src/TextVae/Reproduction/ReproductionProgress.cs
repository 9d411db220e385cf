using TextVae.Training;

namespace TextVae.Reproduction;

/// <summary>How far a reproduction is.</summary>
/// <param name="Run">The run at hand.</param>
/// <param name="Finished">Runs that are finished.</param>
/// <param name="Runs">All runs.</param>
/// <param name="Share">The share of all the work that is done, 0 to 1.</param>
public sealed record ReproductionProgress(PlannedRun Run, int Finished, int Runs, double Share)
{
    /// <summary>The step that was just made; null while no step is made.</summary>
    public StepRecord? Step { get; init; }

    /// <summary>What was found, once the run is finished.</summary>
    public SystemResult? Result { get; init; }

    /// <summary>Something a user should know.</summary>
    public string? Notice { get; init; }
}

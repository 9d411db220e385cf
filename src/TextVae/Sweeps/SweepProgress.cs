using TextVae.Training;

namespace TextVae.Sweeps;

/// <summary>How far a sweep is.</summary>
/// <param name="Run">The run at hand.</param>
/// <param name="Finished">Runs that are finished.</param>
/// <param name="Runs">All runs that are to be made.</param>
/// <param name="Share">The share of all the work that is done, 0 to 1.</param>
public sealed record SweepProgress(SweptRun Run, int Finished, int Runs, double Share)
{
    /// <summary>The step that was just made; null while no step is made.</summary>
    public StepRecord? Step { get; init; }

    /// <summary>The last step of the run, where <see cref="Step"/> is not null.</summary>
    public long LastStep { get; init; }

    /// <summary>What of the run is being measured; null while it is trained.</summary>
    public string? Measuring { get; init; }

    /// <summary>What was found, once the run is finished.</summary>
    public RunResult? Result { get; init; }

    /// <summary>Something a user should know.</summary>
    public string? Notice { get; init; }
}

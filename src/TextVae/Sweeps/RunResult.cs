namespace TextVae.Sweeps;

/// <summary>What came of one training, as in its `result.json`.</summary>
public sealed record RunResult
{
    /// <summary>What was trained.</summary>
    public required string Run { get; init; }

    /// <summary>The run's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>How it was measured, in words: with other ones it is measured again.</summary>
    public required string Measured { get; init; }

    /// <summary>The commit that the measuring program was built from; null where that is not known.</summary>
    public required string? Commit { get; init; }

    /// <summary>The figures by their names in `evaluate --json`, and `steps`, `best_step`, `parameters`, `seconds`.</summary>
    public required IReadOnlyDictionary<string, double> Figures { get; init; }
}

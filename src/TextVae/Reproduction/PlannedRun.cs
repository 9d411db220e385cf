using TextVae.Runs;

namespace TextVae.Reproduction;

/// <summary>A training of one system with one seed.</summary>
/// <param name="System">The system.</param>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Recipe">What is run.</param>
public sealed record PlannedRun(PaperSystem System, long Seed, Recipe Recipe)
{
    /// <summary>What its folder is called, such as "mi-10-2".</summary>
    public string Name => FormattableString.Invariant($"{System.Name}-{Seed}");
}

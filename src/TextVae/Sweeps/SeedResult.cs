namespace TextVae.Sweeps;

/// <summary>The figures of one seed of a row.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Commit">The commit that the measuring program was built from; null where that is not known.</param>
/// <param name="Figures">The figures by their names.</param>
public sealed record SeedResult(long Seed, string? Commit, IReadOnlyDictionary<string, double> Figures);

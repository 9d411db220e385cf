namespace TextVae.Sweeps;

/// <summary>Which runs of a sweep are to be made now.</summary>
public sealed record SweepSelection
{
    /// <summary>All of them.</summary>
    public static SweepSelection All { get; } = new();

    /// <summary>The names of recipes of it, with which those come that they start from; none for all.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>Seeds of it; none for all.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [];
}

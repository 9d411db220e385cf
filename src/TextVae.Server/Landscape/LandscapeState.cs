using TextVae.Runs;

namespace TextVae.Server.Landscape;

/// <summary>How far the texts are.</summary>
internal enum Stage
{
    /// <summary>There are none, and there will be none.</summary>
    Absent,

    /// <summary>They are written or encoded.</summary>
    Preparing,

    /// <summary>Their surprise is measured.</summary>
    Measuring,

    /// <summary>All is there.</summary>
    Ready,
}

/// <summary>How far it is, and what is there of it.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Share">How much of the stage is done, 0 to 1.</param>
internal sealed record LandscapeState(Stage Stage, double Share = 0)
{
    /// <summary>The texts by their vectors, once they are encoded.</summary>
    public TextLandscape? Landscape { get; init; }

    /// <summary>Why something is not there, or not what it might be.</summary>
    public string? Note { get; init; }

    /// <summary>What the doctor found; null as long as he has not looked, and where he cannot.</summary>
    public ModelExamination? Examination { get; init; }
}

using TextVae.Corpus;

namespace TextVae.Reports;

/// <summary>What a report shows, and how much of it.</summary>
public sealed record ReportOptions
{
    /// <summary>The split that is measured and whose texts are shown.</summary>
    public Split Split { get; init; } = Split.Test;

    /// <summary>Samples of the prior.</summary>
    public int Samples { get; init; } = 8;

    /// <summary>Texts with their reconstructions, the first of the split.</summary>
    public int Reconstructions { get; init; } = 6;

    /// <summary>Texts on the line between two vectors, both ends among them.</summary>
    public int InterpolationSteps { get; init; } = 7;

    /// <summary>The most texts on the latent map.</summary>
    public int MapSentences { get; init; } = 1000;

    /// <summary>The most texts that probes are trained on and tried on, where texts have labels.</summary>
    public int ProbeSentences { get; init; } = 2000;
}

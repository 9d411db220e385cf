using TextVae.Corpus;
using TextVae.Evaluation;

namespace TextVae.Reports;

/// <summary>What a report shows, and how much of it.</summary>
public sealed record ReportOptions
{
    /// <summary>The split that is measured and whose texts are shown.</summary>
    public Split Split { get; init; } = Split.Test;

    /// <summary>How the figures are measured: the same way for all runs, so that their differences are those of the models.</summary>
    public EvaluationOptions Evaluation { get; init; } = new() { Iw = 64 };

    /// <summary>Samples of the prior.</summary>
    public int Samples { get; init; } = 8;

    /// <summary>Texts with their reconstructions, the first of the split.</summary>
    public int Reconstructions { get; init; } = 6;

    /// <summary>Pairs of texts with what lies between them: the first and the second of the split, the third and the fourth, and so on.</summary>
    public int Interpolations { get; init; } = 3;

    /// <summary>Vectors on the line between two texts, both ends among them.</summary>
    public int InterpolationSteps { get; init; } = 9;

    /// <summary>The most texts on the latent map.</summary>
    public int MapSentences { get; init; } = 1000;

    /// <summary>Whether linear probes are trained.</summary>
    public bool Probe { get; init; } = true;

    /// <summary>The most texts that probes are trained on, and that they are tried on.</summary>
    public int ProbeSentences { get; init; } = 2000;

    /// <summary>How many labelled texts the label is told from once more.</summary>
    public IReadOnlyList<int> ProbeLabelCounts { get; init; } = [100, 500, 1000];
}

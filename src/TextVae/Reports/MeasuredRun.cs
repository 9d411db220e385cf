using TextVae.Evaluation;
using TextVae.Evaluation.Probes;
using TextVae.Runs;

namespace TextVae.Reports;

/// <summary>What was measured of a run, as in its file.</summary>
internal sealed record MeasuredRun
{
    public required long BestStep { get; init; }

    public required long Parameters { get; init; }

    public required EvaluationReport Figures { get; init; }

    public required IReadOnlyList<SentenceBound> Sentences { get; init; }

    public required LatentInformation? Information { get; init; }

    public required ModelExamination Examination { get; init; }

    public required IReadOnlyList<string> Samples { get; init; }

    public required IReadOnlyList<Reconstruction> Reconstructions { get; init; }

    public required IReadOnlyList<Interpolation> Interpolations { get; init; }

    public required MeasuredMap? Map { get; init; }

    public required ProbeReport? Probing { get; init; }
}

/// <summary>A text and what comes back through its vector.</summary>
internal sealed record Reconstruction(string Text, string Back);

/// <summary>A latent map with its shares by name.</summary>
internal sealed record MeasuredMap(IReadOnlyList<MapPoint> Points, double ShareX, double ShareY);

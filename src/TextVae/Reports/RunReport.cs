using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Evaluation.Probes;
using TextVae.Runs;

namespace TextVae.Reports;

/// <summary>All that a report tells of one run.</summary>
public sealed record RunReport
{
    /// <summary>What the run is called: its folder's name, or as much of its path as tells it from the others.</summary>
    public required string Name { get; init; }

    /// <summary>What it was trained with.</summary>
    public required Recipe Recipe { get; init; }

    /// <summary>Where it ran.</summary>
    public required RunInfo Info { get; init; }

    /// <summary>Its data.</summary>
    public required DatasetInfo Data { get; init; }

    /// <summary>The names of the labels, by their number.</summary>
    public required IReadOnlyList<string> Labels { get; init; }

    /// <summary>The course of its training.</summary>
    public required MetricsHistory History { get; init; }

    /// <summary>The step of its best model, which everything below is of.</summary>
    public required long BestStep { get; init; }

    /// <summary>Parameters of the model.</summary>
    public required long Parameters { get; init; }

    /// <summary>What was measured on the split of the report, sentence by sentence.</summary>
    public required SplitMeasurement Measurement { get; init; }

    /// <summary>The figures of that.</summary>
    public EvaluationReport Figures => Measurement.Report;

    /// <summary>What the doctor says.</summary>
    public required ModelExamination Examination { get; init; }

    /// <summary>Texts from the prior.</summary>
    public required IReadOnlyList<string> Samples { get; init; }

    /// <summary>Texts of the split, and what comes back through their vectors; none for a language model.</summary>
    public IReadOnlyList<(string Text, string Back)> Reconstructions { get; init; } = [];

    /// <summary>What lies between texts of the split; none for a language model.</summary>
    public IReadOnlyList<Interpolation> Interpolations { get; init; } = [];

    /// <summary>Where the texts of the split lie; null for a language model.</summary>
    public LatentMap? Map { get; init; }

    /// <summary>What z tells; null for a language model, and where the split is the one that probes are trained on.</summary>
    public ProbeReport? Probing { get; init; }
}

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

    /// <summary>Its figures on the split of the report.</summary>
    public required EvaluationReport Figures { get; init; }

    /// <summary>What the doctor says.</summary>
    public required ModelExamination Examination { get; init; }

    /// <summary>Texts from the prior.</summary>
    public required IReadOnlyList<string> Samples { get; init; }

    /// <summary>Texts of the split, and what comes back through their vectors; none for a language model.</summary>
    public IReadOnlyList<(string Text, string Back)> Reconstructions { get; init; } = [];

    /// <summary>Texts on the line between the vectors of two texts of the split; none for a language model.</summary>
    public IReadOnlyList<string> Interpolation { get; init; } = [];

    /// <summary>Where the texts of the split lie; null for a language model.</summary>
    public LatentMap? Map { get; init; }

    /// <summary>What z tells of label and length, where texts have labels.</summary>
    public IReadOnlyList<ProbeFigure> Probes { get; init; } = [];
}

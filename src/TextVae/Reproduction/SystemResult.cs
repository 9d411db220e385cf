using TextVae.Evaluation;

namespace TextVae.Reproduction;

/// <summary>A text and what a model makes of it: its posterior mean, decoded by a beam.</summary>
/// <param name="Text">The true text, as the model knows its words.</param>
/// <param name="Reconstruction">What came back.</param>
public sealed record TextPair(string Text, string Reconstruction);

/// <summary>What came of one run, as in its `result.json`.</summary>
public sealed record SystemResult
{
    /// <summary>The name of the system.</summary>
    public required string System { get; init; }

    /// <summary>The run's seed.</summary>
    public required long Seed { get; init; }

    /// <summary>Steps of its training.</summary>
    public required long Steps { get; init; }

    /// <summary>The step of the model that was measured, the best by validation bound.</summary>
    public required long BestStep { get; init; }

    /// <summary>The figures of that model on the test split.</summary>
    public required EvaluationReport Figures { get; init; }

    /// <summary>How much its outputs repeat each other; null for a language model.</summary>
    public PhraseFigures? Phrases { get; init; }

    /// <summary>Some texts with their reconstructions; none for a language model.</summary>
    public IReadOnlyList<TextPair> Pairs { get; init; } = [];
}

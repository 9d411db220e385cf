using TextVae.Evaluation;

namespace TextVae.Cli.Views;

/// <summary>The figures of those sentences of a split that do not stand in the training split.</summary>
/// <param name="SeenSentences">How many do.</param>
/// <param name="Unseen">Of the others; null where there are none.</param>
internal sealed record UnseenFigures(int SeenSentences, EvaluationReport? Unseen);

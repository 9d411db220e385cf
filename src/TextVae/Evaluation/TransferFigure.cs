using System.Text.Json.Serialization;

namespace TextVae.Evaluation;

/// <summary>What became of the sentences of one kind that were moved to another, at one strength.</summary>
/// <param name="From">What the sentences were: a label, or few or many stars.</param>
/// <param name="To">What they should become.</param>
/// <param name="Strength">How far along the way from the mean of the one kind to that of the other; null where a model that reads labels
/// was given the other label.</param>
/// <param name="Sentences">How many sentences.</param>
/// <param name="LabelAccuracy">The share of their texts that a classifier of real texts takes for the other kind (<see cref="LabelJudge"/>).</param>
/// <param name="SourceBleu">Corpus BLEU-4 of the texts with the sentences as references, 0 to 100: how much was kept.</param>
/// <param name="ForwardPerplexity">Perplexity of the texts under a Kneser–Ney 5-gram model of the training split: how fluent they are.</param>
public sealed record TransferFigure(
    string From,
    string To,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? Strength,
    int Sentences,
    double LabelAccuracy,
    double SourceBleu,
    double ForwardPerplexity);

/// <summary>How well texts of one kind can be written as texts of another.</summary>
/// <param name="Transfer">In both directions, by strength.</param>
/// <param name="TransferAccuracyReal">The share of the sentences themselves that the classifier gives their own kind: what transfer can reach.</param>
/// <param name="TransferPerplexityReal">The perplexity of the sentences themselves under the 5-gram model.</param>
public sealed record TransferReport(IReadOnlyList<TransferFigure> Transfer, double TransferAccuracyReal, double TransferPerplexityReal);

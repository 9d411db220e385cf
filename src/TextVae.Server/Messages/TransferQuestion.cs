using TextVae.Generation;
using TextVae.Runs;

namespace TextVae.Server.Messages;

/// <summary>Texts of one label that are to be written as texts of another.</summary>
internal sealed record TransferQuestion : DecodingFields, IQuestion
{
    private const double FarthestStrength = 100;

    /// <summary>Texts as they are.</summary>
    public required IReadOnlyList<string> Texts { get; init; }

    /// <summary>The label of the texts.</summary>
    public required string From { get; init; }

    /// <summary>The label that they shall be of.</summary>
    public required string To { get; init; }

    /// <summary>How far to go: 0 reconstructs, 1 (default) goes from the mean of one label to that of the other. Not for a model that
    /// was trained with labels.</summary>
    public double? Strength { get; init; }

    protected override DecodingStrategy Standard => DecodingStrategy.Beam;

    int IQuestion.Count => Texts.Count;

    IEnumerable<string> IQuestion.Problems(ServedModel served) =>
        served.RefusalOf("transfer").ToArray() is { Length: > 0 } refusal
            ? refusal
            : [.. TextProblems.Of(Texts, served.Options), .. ProblemsOfLabels(served), .. ProblemsOfDecoding(served.Options)];

    private IEnumerable<string> ProblemsOfLabels(ServedModel served)
    {
        if (served.Model.Description.Labels.Count > 0)
        {
            if (Strength is not null)
                yield return "This model was trained with labels, so it writes a text under 'to'; leave 'strength' out.";
            foreach (var problem in new[] { From, To }.Distinct().SelectMany(served.ProblemsOfLabel))
                yield return problem;
            yield break;
        }

        if (Strength is { } strength && !(Math.Abs(strength) <= FarthestStrength))
            yield return FormattableString.Invariant($"The field 'strength' is {strength}; it has to be between -{FarthestStrength} and {FarthestStrength}.");
        var known = served.Work.Run?.Dataset?.Labels ?? [];
        if (known.Count == 0)
        {
            yield return "This server knows no texts with labels, so there is no way from one label to another. Serve a run whose dataset is there and has labels.";
            yield break;
        }

        foreach (var label in new[] { From, To }.Distinct().Where(label => !known.Contains(label)))
            yield return $"'{Bounds.Cut(label)}' is no label of the run's dataset. It has {LabelNames.Listed(known)}.";
    }
}

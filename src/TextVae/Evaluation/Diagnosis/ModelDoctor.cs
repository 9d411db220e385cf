namespace TextVae.Evaluation.Diagnosis;

/// <summary>
/// Recognises what commonly goes wrong with autoencoders of text, from figures alone, and says which key of the recipe to change
/// and to what.
/// </summary>
internal static class ModelDoctor
{
    /// <summary>All that is found.</summary>
    /// <param name="figures">What was measured.</param>
    /// <param name="recipe">What the model was trained with; the defaults where that is not known.</param>
    /// <returns>The most serious findings first; none for a model in order.</returns>
    public static IReadOnlyList<ModelFinding> Examine(DiagnosisFigures figures, DiagnosedRecipe? recipe = null)
    {
        recipe ??= new DiagnosedRecipe();
        var collapse = CollapseRules.Collapse(figures, recipe);
        var isCollapsed = collapse is { Severity: Severity.Serious };
        var saysLittle = collapse is not null;
        ModelFinding?[] found =
        [
            collapse,
            // A collapsed posterior is dead in every dimension and in every place, which need not be said again; and where its vectors
            // lie is of no account, for they mean nothing wherever that is.
            isCollapsed ? null : CollapseRules.PrefixOnly(figures, recipe),
            SpreadRules.Overdispersed(figures, recipe, saysLittle),
            isCollapsed ? null : SpreadRules.FarFromPrior(figures, recipe, saysLittle),
            isCollapsed ? null : CollapseRules.DeadDimensions(figures, recipe),
            TrainingRules.BestAtFirstEvaluation(figures, recipe),
        ];
        return [.. found.OfType<ModelFinding>().OrderByDescending(finding => finding.Severity)];
    }

    /// <summary>The collapse that figures show, as an evaluation during training has them; null if they show none.</summary>
    /// <param name="figures">What was measured.</param>
    /// <param name="recipe">What is trained.</param>
    public static ModelFinding? CollapseOf(DiagnosisFigures figures, DiagnosedRecipe recipe) =>
        CollapseRules.Collapse(figures, recipe) is { Severity: Severity.Serious } collapse ? collapse : null;
}

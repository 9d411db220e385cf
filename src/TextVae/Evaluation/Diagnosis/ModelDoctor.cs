namespace TextVae.Evaluation.Diagnosis;

/// <summary>
/// Recognises what commonly goes wrong with autoencoders of text, from figures alone, and says which key of the recipe to change
/// and to what.
/// </summary>
public static class ModelDoctor
{
    /// <summary>All that is found.</summary>
    /// <param name="figures">What was measured.</param>
    /// <param name="recipe">What the model was trained with; the defaults where that is not known.</param>
    /// <returns>The most serious findings first; none for a model in order.</returns>
    public static IReadOnlyList<ModelFinding> Examine(DiagnosisFigures figures, DiagnosedRecipe? recipe = null)
    {
        recipe ??= new DiagnosedRecipe();
        var collapse = CollapseRules.Collapse(figures, recipe);
        ModelFinding?[] found =
        [
            collapse,
            // A collapsed posterior is dead in every dimension and in every place, which need not be said again.
            collapse is { Severity: Severity.Serious } ? null : CollapseRules.PrefixOnly(figures, recipe),
            SpreadRules.Overdispersed(figures, recipe),
            SpreadRules.FarFromPrior(figures, recipe),
            collapse is { Severity: Severity.Serious } ? null : CollapseRules.DeadDimensions(figures, recipe),
            TrainingRules.BestAtFirstEvaluation(figures, recipe),
        ];
        return [.. found.OfType<ModelFinding>().OrderByDescending(finding => finding.Severity)];
    }

    /// <summary>What is told as soon as an evaluation during training shows a collapse, by its KL alone; null if it does not.</summary>
    /// <param name="kl">KL(q(z|x) ‖ p(z)), nats a sentence.</param>
    /// <param name="recipe">What is trained.</param>
    public static ModelFinding? CollapseOf(double kl, DiagnosedRecipe recipe) => kl < Thresholds.Collapsed
        ? CollapseRules.Collapse(new DiagnosisFigures { Kl = kl, Latent = 0 }, recipe)
        : null;
}

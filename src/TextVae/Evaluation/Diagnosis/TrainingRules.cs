using static System.FormattableString;

namespace TextVae.Evaluation.Diagnosis;

/// <summary>What the course of the training says.</summary>
internal static class TrainingRules
{
    public static ModelFinding? BestAtFirstEvaluation(DiagnosisFigures figures, DiagnosedRecipe recipe)
    {
        if (figures.Evaluations is not >= Thresholds.Evaluations || figures.BestStep is not { } best || best != figures.FirstEvaluation)
            return null;
        RecipeChange[] changes =
        [
            new("training.learning_rate", Remedies.Number(recipe.LearningRate / 4)),
            new("training.evaluate_every", Invariant($"{Math.Max(1, recipe.EvaluateEvery / 10)}")),
        ];
        return new ModelFinding(
            Ailment.BestAtFirstEvaluation, Severity.Warning,
            Invariant($"The saved model is that of step {best}, the first of {figures.Evaluations} evaluations; none after it had a lower bound, so the rest of the ")
            + "training was in vain. Either the steps are too large, or the training texts are so few that the model knows them by heart "
            + "within that time (give it more texts, or a smaller model.hidden). " + Remedies.Sentence(changes),
            changes);
    }
}

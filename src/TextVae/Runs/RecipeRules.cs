using TextVae.Models;

namespace TextVae.Runs;

/// <summary>What keys of different tables of a recipe say against each other, and keys that do nothing with what the others are.</summary>
internal static class RecipeRules
{
    /// <summary>Everything that does not go together, each as one sentence.</summary>
    public static IEnumerable<string> Disagreements(Recipe recipe) =>
        recipe.Model.Kind == ModelKind.Lm ? OfLanguageModel(recipe) : OfAutoencoder(recipe);

    private static IEnumerable<string> OfLanguageModel(Recipe recipe)
    {
        if (recipe.Training.IsAggressive)
            yield return "training.aggressive is true and model.kind is \"lm\"; a language model has no encoder, so it has to be false.";
        if (recipe.Model.Dropout.Encoder > 0)
        {
            yield return FormattableString.Invariant($"model.encoder_dropout is {recipe.Model.Dropout.Encoder} and model.kind is \"lm\"; a language model has no encoder, ")
                + "so it has to be 0.";
        }

        if (recipe.Model.Posterior != PosteriorKind.Gaussian)
        {
            yield return $"model.posterior is \"{ChoiceName.Of(recipe.Model.Posterior)}\" and model.kind is \"lm\"; a language model has no z, so "
                + "it has to be \"gaussian\".";
        }

        if (recipe.Model.Prior != PriorKind.Standard)
            yield return "model.prior is \"learned\" and model.kind is \"lm\"; a language model has no z, so it has to be \"standard\".";
        if (recipe.Objective.Samples > 1)
            yield return $"objective.samples is {recipe.Objective.Samples} and model.kind is \"lm\"; a language model has no z, so it has to be 1.";
        foreach (var (name, value) in recipe.Objective.OfLatent().Where(key => key.Value > 0))
            yield return FormattableString.Invariant($"objective.{name} is {value} and model.kind is \"lm\"; a language model has no z, so it has to be 0.");
    }

    private static IEnumerable<string> OfAutoencoder(Recipe recipe)
    {
        var (model, objective) = (recipe.Model, recipe.Objective);
        var posterior = ChoiceName.Of(model.Posterior);
        if (model.KlFloor > 0 && model.Prior != PriorKind.Standard)
        {
            yield return $"model.prior is \"learned\" and model.posterior is \"{posterior}\", whose KL has a floor against N(0, I) only, so that a "
                + "learnt prior would take it away; set one of them to its default.";
        }
        else if (model.KlFloor > 0 && objective.TargetKl > 0 && objective.TargetKl <= model.KlFloor)
        {
            yield return FormattableString.Invariant(
                $"objective.target_kl is {objective.TargetKl} and model.posterior is \"{posterior}\", whose KL is at least {model.KlFloor:0.###} with ")
                + "these sizes; aim above that, or choose another posterior.";
        }

        if (recipe.Training is not { Batch: 1, BatchTokens: 0 })
            yield break;
        if (model.Posterior == PosteriorKind.BatchNorm)
            yield return "training.batch is 1 and model.posterior is \"batch_norm\"; one sentence has no variance, so take more at a time.";
        if (objective.Mmd > 0)
            yield return FormattableString.Invariant($"training.batch is 1 and objective.mmd is {objective.Mmd}; one z has no distribution, so take more sentences at a time.");
    }
}

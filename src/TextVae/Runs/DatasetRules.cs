using TextVae.Corpus;
using TextVae.Distributed;
using TextVae.Models;
using TextVae.Training;

namespace TextVae.Runs;

/// <summary>What a dataset has to have for a recipe to be run on it.</summary>
internal static class DatasetRules
{
    /// <summary>Refuses a dataset before anything is made.</summary>
    /// <exception cref="DataException">There is nothing to train on or to measure, labels are missing, or the model or its
    /// largest batch does not fit into this machine's memory.</exception>
    public static void Check(Recipe recipe, Dataset dataset, string folder, Ranks? ranks = null)
    {
        RequireSentences(dataset, folder);
        RequireMemory(recipe, dataset, ranks ?? Ranks.Single);
        if (recipe.Model.LabelEmbedding > 0)
            RequireLabels(recipe.Model.LabelEmbedding, dataset, folder);
        if (recipe.Objective.Label > 0 && !dataset.LabelsOf(Split.Train).Span.ContainsAnyExcept(-1))
        {
            throw new DataException(
                FormattableString.Invariant($"The dataset '{folder}' has no text with a label in its train split, and objective.label is {recipe.Objective.Label}, which ")
                + "predicts labels. Prepare it anew with --label-field, or set objective.label=0.");
        }
    }

    private static void RequireSentences(Dataset dataset, string folder)
    {
        foreach (var split in new[] { Split.Train, Split.Valid })
        {
            if (dataset[split].Count == 0)
            {
                throw new DataException(
                    $"The dataset '{folder}' has no sentence in its {ChoiceName.Of(split)} split, and training "
                    + "needs one to train on and one to choose the best model by. Prepare it anew with shares such as --split "
                    + "0.91,0.03,0.06, or with --train and --valid.");
            }
        }
    }

    private static void RequireMemory(Recipe recipe, Dataset dataset, Ranks ranks)
    {
        ModelMemory.RequireModel(
            recipe.Objective.ModelFor(recipe.Model), dataset.Vocabulary.Count, dataset.Labels.Count,
            (Optimizer.CopiesOf(recipe.Training) + (ranks.AreMany ? 1 : 0)) * ranks.OnThisMachine);
        var (places, tokens) = Trainer.Plan(recipe.Training, dataset.Train).Largest;
        // The processes of this machine have their shares of a batch in the same memory.
        long Here(long all) => ((all * ranks.OnThisMachine) + ranks.Count - 1) / ranks.Count;
        ModelMemory.RequireStep(recipe.Objective.ModelFor(recipe.Model), Here(places), Here(tokens), dataset.Info.Train.Lengths.Max, recipe.Objective.Samples);
    }

    private static void RequireLabels(int features, Dataset dataset, string folder)
    {
        if (dataset.Labels.Count == 0)
        {
            throw new DataException(
                $"The dataset '{folder}' has no labels, and model.label_embedding is {features}, which needs one for every text. "
                + "Prepare it anew with --label-field, or set model.label_embedding=0.");
        }

        foreach (var split in Enum.GetValues<Split>())
        {
            var missing = dataset.LabelsOf(split).Span.Count(-1);
            if (missing > 0)
            {
                throw new DataException(
                    $"The dataset '{folder}' has {missing} of {dataset[split].Count} texts without a label in its {ChoiceName.Of(split)} "
                    + $"split, and model.label_embedding is {features}, which needs one for every text. Prepare it anew from texts "
                    + "with labels, or set model.label_embedding=0.");
            }
        }
    }
}

using TextVae.Models;

namespace TextVae.Runs;

/// <summary>Runs that are alike but for the weight of the KL term, so that their points make one rate–distortion curve.</summary>
public static class BetaSweep
{
    /// <summary>What does not make it another model, or only another draw of the same.</summary>
    private static readonly string[] MayDiffer =
        ["objective.kl", "training.seed", "training.evaluate_every", "training.checkpoint_every", "training.keep"];

    /// <summary>The weight of each run's KL term at the end of its training.</summary>
    /// <param name="folders">Run folders; the others are held against the first.</param>
    /// <exception cref="DataException">One is no run folder, or was trained on another dataset than the first.</exception>
    /// <exception cref="RecipeException">One is of a language model, holds its KL by a weight that moves, or differs from the first in more than the weight.</exception>
    public static IReadOnlyList<double> Weights(IReadOnlyList<string> folders)
    {
        var runs = folders.Select(Load).ToArray();
        foreach (var run in runs)
        {
            if (run.Recipe.Model.Kind == ModelKind.Lm)
                throw new RecipeException($"'{run.Folder}' is of a language model: it has no KL term. Sweep over models of kind \"vae\".");
            if (run.Recipe.Objective.TargetKl > 0)
            {
                throw new RecipeException(
                    $"'{run.Folder}' has objective.target_kl, so its training has moved the KL weight from step to step. Sweep over runs "
                    + "of one recipe with several values of objective.kl.");
            }

            if (run.DatasetHash != runs[0].DatasetHash)
            {
                throw new DataException(
                    $"'{run.Folder}' was trained on another dataset than '{runs[0].Folder}', so their points lie on no common curve. "
                    + "Train both on one dataset folder.");
            }

            RequireAlike(runs[0], run);
        }

        return [.. runs.Select(run => run.Recipe.Objective.Kl.Final)];
    }

    private static void RequireAlike(SweptRun first, SweptRun other)
    {
        string[] differences =
        [
            .. RecipeKeys.All
                .Where(key => key.Table != "evaluation" && !MayDiffer.Contains(key.Name) && key.Get(first.Recipe) != key.Get(other.Recipe))
                .Select(key => $"{key.Name} is {key.Get(first.Recipe)} there and {key.Get(other.Recipe)} here"),
        ];
        if (differences.Length == 0)
            return;
        throw new RecipeException(
            $"'{other.Folder}' differs from '{first.Folder}' in more than the KL weight: {string.Join("; ", differences)}. Sweep over runs of "
            + "one recipe with several values of objective.kl.");
    }

    private static SweptRun Load(string folder)
    {
        var run = new RunFolder(folder);
        return run.HoldsRun
            ? new SweptRun(folder, Recipe.Load(run.Recipe), RunInfo.Load(run).DatasetHash)
            : throw new DataException(
                $"'{folder}' is no run folder, so nothing says with which KL weight its model was trained. Give the folder that `train` "
                + "has made.");
    }

    private sealed record SweptRun(string Folder, Recipe Recipe, string DatasetHash);
}

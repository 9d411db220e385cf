using TextVae.Training;

namespace TextVae.Runs;

/// <summary>What of a recipe may change when a run goes on.</summary>
internal static class ResumeRules
{
    /// <summary>The keys that say how long a run goes and how often it measures and saves.</summary>
    public static IReadOnlyList<string> MayChange { get; } =
    [
        "training.steps", "training.epochs", "training.evaluate_every", "training.checkpoint_every", "training.patience",
        "training.plateau_limit", "training.keep", "evaluation.samples", "evaluation.iw", "evaluation.information_samples",
        "evaluation.batch", "evaluation.beam",
    ];

    /// <summary>Whether a key says only how a finished model is measured.</summary>
    public static bool IsOfMeasuring(RecipeKey key) => key.Table == "evaluation" && MayChange.Contains(key.Name);

    /// <summary>Refuses a recipe that would make the resumed run another one.</summary>
    /// <exception cref="RecipeException">Keys differ that may not; all of them are named.</exception>
    public static void Check(Recipe own, Recipe wanted, RunFolder folder)
    {
        string[] differences =
        [
            .. RecipeKeys.All.Where(key => !MayDiffer(key.Name, own) && key.Get(own) != key.Get(wanted))
                .Select(key => $"{key.Name} is {key.Get(own)} there and {key.Get(wanted)} now"),
        ];
        if (differences.Length == 0)
            return;
        throw new RecipeException(
            $"The run in '{folder.Path}' was started with another recipe: {string.Join("; ", differences)}. Resume it with "
            + "its own recipe (leave the recipe away), or start a run in another folder.");
    }

    // A cosine goes down to the last step: with another one, the steps made so far would have had other rates.
    private static bool MayDiffer(string key, Recipe own) => MayChange.Contains(key)
        && !(own.Training.Schedule == RateSchedule.Cosine && key is "training.steps" or "training.epochs");
}

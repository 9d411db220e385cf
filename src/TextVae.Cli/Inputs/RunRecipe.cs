using TextVae.Evaluation;
using TextVae.Runs;

namespace TextVae.Cli.Inputs;

/// <summary>What the recipe of a run says to the commands that use its model.</summary>
internal static class RunRecipe
{
    /// <summary>How the run's recipe evaluates; the defaults for a model folder, which has no recipe.</summary>
    public static EvaluationOptions Evaluation(string folder)
    {
        var run = new RunFolder(folder);
        return run.HoldsRun ? Recipe.Load(run.Recipe).Evaluation : new EvaluationOptions();
    }
}

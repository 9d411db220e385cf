using TextVae.Objectives;
using TextVae.Runs;

namespace TextVae.Reproduction;

/// <summary>Makes of a recipe a smaller or a shorter one that is otherwise the same experiment.</summary>
internal static class RecipeScale
{
    // Below these the systems are too small to differ. Multiples, since the kernels fill whole vector registers.
    private const int LeastEmbedding = 16;
    private const int LeastHidden = 32;
    private const int LeastLatent = 8;

    /// <summary>
    /// The recipe with sizes of the model times <paramref name="scale"/>, and as many steps as said, or else their number
    /// times the scale. Schedules, and the steps between evaluations, shrink or grow with the steps.
    /// </summary>
    public static Recipe Apply(Recipe recipe, double scale, long? steps)
    {
        var length = steps ?? Scaled(recipe.Training.Steps, scale);
        var share = (double)length / recipe.Training.Steps;
        return recipe with
        {
            Model = recipe.Model with
            {
                Embedding = Size(recipe.Model.Embedding, scale, 8, LeastEmbedding),
                Hidden = Size(recipe.Model.Hidden, scale, 16, LeastHidden),
                Latent = Size(recipe.Model.Latent, scale, 4, LeastLatent),
            },
            Objective = recipe.Objective with
            {
                Kl = Scaled(recipe.Objective.Kl, share),
                WordDropout = Scaled(recipe.Objective.WordDropout, share),
                InputDropout = Scaled(recipe.Objective.InputDropout, share),
            },
            Training = recipe.Training with
            {
                Steps = length,
                EvaluateEvery = Scaled(recipe.Training.EvaluateEvery, share),
            },
        };
    }

    private static int Size(int full, double scale, int multiple, int least) => Math.Min(
        full, Math.Max(least, multiple * (int)Math.Round(full * scale / multiple, MidpointRounding.AwayFromZero)));

    private static Schedule Scaled(Schedule schedule, double share)
    {
        if (schedule.Kind == ScheduleKind.Constant)
            return schedule;
        var start = (long)Math.Round(schedule.Start * share);
        return schedule with { Start = start, End = Math.Max(start + 1, (long)Math.Round(schedule.End * share)) };
    }

    private static long Scaled(long steps, double share) => Math.Max(1, (long)Math.Round(steps * share));
}

using TextVae.Runs;

namespace TextVae.Reproduction;

/// <summary>What of the paper is run, and how large.</summary>
public sealed record ReproductionOptions
{
    /// <summary>The systems to run.</summary>
    public IReadOnlyList<PaperSystem> Systems { get; init; } = PaperSystem.All;

    /// <summary>
    /// Trainings of each system, with the seeds 1, 2, ... With one alone nothing can be said of a difference between systems,
    /// since nobody knows how far the same system varies.
    /// </summary>
    public int Seeds { get; init; } = 2;

    /// <summary>Steps of every training; null for the recipes' number times <see cref="Scale"/>.</summary>
    public long? Steps { get; init; }

    /// <summary>What the sizes of the models are multiplied with, above 0 and at most 1, which is the paper's size.</summary>
    public double Scale { get; init; } = 1;

    /// <summary>"key=value" settings of every recipe, applied after the scale.</summary>
    public IReadOnlyList<string> Settings { get; init; } = [];

    /// <summary>
    /// All trainings, first every system with the first seed, so that the whole picture is there early.
    /// </summary>
    /// <exception cref="RecipeException">An option or a setting cannot be used; the message says which and why.</exception>
    public IReadOnlyList<PlannedRun> Plan()
    {
        RecipeException.ThrowIfAny(Problems());
        return
        [
            .. from seed in Enumerable.Range(1, Seeds)
               from system in PaperSystem.All
               where Systems.Contains(system)
               select new PlannedRun(system, seed, RecipeOf(system, seed)),
        ];
    }

    private IEnumerable<string> Problems()
    {
        if (Systems.Count == 0)
            yield return "No system is chosen; name at least one.";
        if (Seeds is < 1 or > 1000)
            yield return $"The number of seeds is {Seeds}; it has to be between 1 and 1000.";
        if (Steps is < 1)
            yield return $"The number of steps is {Steps}; it has to be at least 1.";
        if (!(Scale > 0 && Scale <= 1))
            yield return FormattableString.Invariant($"The scale is {Scale}; it has to be above 0 and at most 1, the paper's size.");
        foreach (var (key, option) in new[] { ("training.steps", "--steps"), ("training.epochs", "--steps"), ("training.seed", "--seeds") })
        {
            if (Settings.Any(setting => setting.Split('=')[0].Trim() == key))
                yield return $"{key} cannot be set here, since all runs and their schedules go by {option}; use that.";
        }
    }

    private Recipe RecipeOf(PaperSystem system, long seed)
    {
        var scaled = RecipeScale.Apply(system.LoadRecipe(), Scale, Steps);
        var seeded = scaled with { Training = scaled.Training with { Seed = seed } };
        return Recipe.Parse(seeded.ToToml(), $"recipes/paper/{system.Name}.toml", Settings);
    }
}

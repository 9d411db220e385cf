using TextVae.Runs;

namespace TextVae.Sweeps;

/// <summary>One of the things that a sweep compares, trained once with each seed.</summary>
/// <param name="Name">What it is called: letters, digits, dots, underscores and hyphens.</param>
/// <param name="RecipeFile">The recipe that it starts from.</param>
/// <param name="Settings">What is set in it, as of `--set`, the later one last.</param>
/// <param name="StartFrom">The name of the one whose parameters, of the same seed, it starts from; null for fresh ones.</param>
public sealed record SweptRecipe(string Name, string RecipeFile, IReadOnlyList<string> Settings, string? StartFrom = null)
{
    /// <summary>Whether it is measured and compared; what others only start from need not be.</summary>
    public bool IsMeasured { get; init; } = true;

    /// <summary>The run with a seed.</summary>
    /// <exception cref="RecipeException">The recipe cannot be read, or it or a setting cannot be used.</exception>
    internal SweptRun WithSeed(long seed)
    {
        try
        {
            var recipe = Recipe.Load(RecipeFile, [.. Settings, FormattableString.Invariant($"training.seed={seed}")]);
            StartingPoint.RequireIfReset(recipe, StartFrom);
            return new SweptRun(Name, seed, recipe)
            {
                StartFrom = StartFrom is null ? null : FolderOf(StartFrom, seed),
                IsMeasured = IsMeasured,
            };
        }
        catch (RecipeException exception)
        {
            throw new RecipeException($"The run '{Name}' of the sweep cannot be made. {exception.Message}", exception);
        }
    }

    internal static string FolderOf(string name, long seed) => FormattableString.Invariant($"{name}-{seed}");
}

/// <summary>A training of a sweep.</summary>
/// <param name="Name">What is trained.</param>
/// <param name="Seed">The seed of everything random.</param>
/// <param name="Recipe">The whole recipe.</param>
public sealed record SweptRun(string Name, long Seed, Recipe Recipe)
{
    /// <summary>What its folder is called, such as "vae-2".</summary>
    public string Folder => SweptRecipe.FolderOf(Name, Seed);

    /// <summary>The folder of the run that it starts from; null for fresh parameters.</summary>
    public string? StartFrom { get; init; }

    /// <inheritdoc cref="SweptRecipe.IsMeasured"/>
    public bool IsMeasured { get; init; } = true;
}

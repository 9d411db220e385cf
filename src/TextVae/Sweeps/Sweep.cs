using System.Text;
using TextVae.Runs;

namespace TextVae.Sweeps;

/// <summary>Recipes, seeds and what is measured: a sweep, read from TOML.</summary>
public sealed record Sweep
{
    private const int SweepLimit = 1 << 20;

    /// <summary>Where it was read from.</summary>
    public required string File { get; init; }

    /// <summary>What the names of its rows in a file of results begin with, before a hyphen; empty for nothing.</summary>
    public string Name { get; init; } = "";

    /// <summary>What is compared, in its order; the first is what others are compared with.</summary>
    public required IReadOnlyList<SweptRecipe> Recipes { get; init; }

    /// <summary>The seeds that each is trained with.</summary>
    public IReadOnlyList<long> Seeds { get; init; } = [1];

    /// <summary>What is measured.</summary>
    public SweepEvaluation Evaluate { get; init; } = new();

    /// <summary>What a run's row is called in a file of results.</summary>
    internal string RowOf(string run) => Name.Length > 0 ? $"{Name}-{run}" : run;

    /// <summary>Reads a sweep; recipes are found from its folder.</summary>
    /// <param name="path">The TOML file.</param>
    /// <exception cref="RecipeException">The file cannot be read or is no TOML, or keys, names or values cannot be used: all problems
    /// are named. What is wrong within recipes, <see cref="Plan"/> tells.</exception>
    public static Sweep Load(string path)
    {
        try
        {
            return new SweepReader(path).Read(RegularFile.ReadAllText(path, SweepLimit));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or DecoderFallbackException)
        {
            throw new RecipeException(
                $"The sweep '{path}' cannot be read: {exception.Message} Give the path of a TOML file, such as "
                + "recipes/ptb/sweep.toml.", exception);
        }
    }

    /// <summary>All trainings, first everything with the first seed, so that the whole picture is there early.</summary>
    /// <exception cref="RecipeException">A recipe or a setting cannot be used; the message says which and why.</exception>
    public IReadOnlyList<SweptRun> Plan() => [.. Seeds.SelectMany(_ => Recipes, (seed, recipe) => recipe.WithSeed(seed))];

    /// <summary>Those trainings of a plan of this sweep that are chosen, in its order, with those that they start from.</summary>
    /// <param name="plan">All of them, of <see cref="Plan"/>.</param>
    /// <param name="selection">Which.</param>
    /// <exception cref="RecipeException">As of <see cref="Chosen(SweepSelection)"/>.</exception>
    internal IReadOnlyList<SweptRun> Chosen(IReadOnlyList<SweptRun> plan, SweepSelection selection)
    {
        var (names, seeds) = Chosen(selection);
        return [.. plan.Where(run => names.Contains(run.Name) && seeds.Contains(run.Seed))];
    }

    /// <summary>The names and seeds that are chosen, in its order, with the names of those that they start from.</summary>
    /// <param name="selection">Which.</param>
    /// <exception cref="RecipeException">There is none of a name, and the nearest one and all others are named; or there is no such seed.
    /// </exception>
    public (IReadOnlyList<string> Names, IReadOnlyList<long> Seeds) Chosen(SweepSelection selection)
    {
        foreach (var name in selection.Names)
        {
            if (Recipes.Any(recipe => recipe.Name == name))
                continue;
            var nearest = Recipes.MinBy(recipe => Spelling.Distance(name, recipe.Name))!.Name;
            throw new RecipeException(
                $"'{Excerpt.Of(name)}' is no run of the sweep '{File}'; the nearest is {nearest}. There are "
                + $"{Excerpt.List([.. Recipes.Select(recipe => recipe.Name)])}.");
        }

        foreach (var seed in selection.Seeds.Except(Seeds))
        {
            throw new RecipeException(FormattableString.Invariant(
                $"{seed} is no seed of the sweep '{File}'. There are {Excerpt.List([.. Seeds.Select(known => FormattableString.Invariant($"{known}"))])}; add it to `seeds` there."));
        }

        var taken = selection.Names.ToHashSet(StringComparer.Ordinal);
        // What a run starts from stands before it.
        foreach (var recipe in Recipes.Reverse())
        {
            if (recipe.StartFrom is { } source && taken.Contains(recipe.Name))
                taken.Add(source);
        }

        return (
            [.. Recipes.Select(recipe => recipe.Name).Where(name => taken.Count == 0 || taken.Contains(name))],
            [.. Seeds.Where(seed => selection.Seeds.Count == 0 || selection.Seeds.Contains(seed))]);
    }
}

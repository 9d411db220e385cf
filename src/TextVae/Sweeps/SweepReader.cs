using TextVae.Corpus;
using TextVae.Runs;
using Tomlyn;
using Tomlyn.Model;

namespace TextVae.Sweeps;

/// <summary>Reads TOML into a sweep and gathers every problem before it speaks.</summary>
internal sealed class SweepReader(string file)
{
    private const int MostSeeds = 1000;
    private const int MostRecipes = 10_000;
    private const int ProblemsShown = 20;

    private readonly List<string> _problems = [];

    public Sweep Read(string toml)
    {
        var fields = new SweepFields(Parse(toml), "", _problems);
        fields.RequireKnown("name", "recipe", "seeds", "set", "grid", "run", "evaluate");
        var name = fields.Text("name") ?? "";
        if (name.Length > 0)
            RequireName("name", name);
        var recipe = RecipeFile(fields.Text("recipe"));
        var common = SettingsIn(fields, "set");
        var recipes = fields.Tables("run").Select((run, place) => RunOf(run, place + 1, recipe, common)).OfType<SweptRecipe>().ToList();
        if (fields.Table("grid") is { } grid)
            recipes.AddRange(Grid(grid, recipe, common));
        else if (recipes.Count == 0 && recipe is null && _problems.Count == 0)
            _problems.Add("There is nothing to run: give a recipe, or runs under [[run]].");
        else if (recipes.Count == 0 && recipe is not null)
            recipes.Add(new SweptRecipe(NameOf(recipe), recipe, common));
        RequireDifferent(recipes);
        RequireStarts(recipes);
        var sweep = new Sweep { File = file, Name = name, Recipes = recipes, Seeds = SeedsIn(fields), Evaluate = EvaluateIn(fields) };
        if (_problems.Count == 0)
            return sweep;
        var more = _problems.Count > ProblemsShown ? $" There are {_problems.Count - ProblemsShown} problems more." : "";
        throw new RecipeException($"The sweep '{file}' cannot be used. {string.Join(' ', _problems.Take(ProblemsShown))}{more}");
    }

    private TomlTable Parse(string toml)
    {
        try
        {
            return TomlText.Table(toml);
        }
        catch (TomlException exception)
        {
            throw new RecipeException($"The sweep '{file}' is no valid TOML: {Excerpt.Of(exception.Message.TrimEnd('.'), 500)}.", exception);
        }
    }

    private SweptRecipe? RunOf(TomlTable table, int place, string? recipe, IReadOnlyList<string> common)
    {
        var fields = new SweepFields(table, FormattableString.Invariant($"run {place}: "), _problems);
        fields.RequireKnown("name", "recipe", "set", "start_from", "measure");
        var own = SettingsIn(fields, "set");
        if ((RecipeFile(fields.Text("recipe")) ?? recipe) is not { } from)
        {
            _problems.Add(FormattableString.Invariant($"run {place}: it has no recipe; give it one, or all of them by `recipe` at the top."));
            return null;
        }

        var name = fields.Text("name") ?? string.Join('-', [NameOf(from), .. SweepNames.Of(own)]);
        RequireName(FormattableString.Invariant($"run {place}: name"), name);
        return new SweptRecipe(name, from, [.. common, .. own], fields.Text("start_from"))
        {
            IsMeasured = fields.Flag("measure", standard: true),
        };
    }

    private IEnumerable<SweptRecipe> Grid(TomlTable grid, string? recipe, IReadOnlyList<string> common)
    {
        if (recipe is null)
        {
            _problems.Add("[grid] has no recipe; give one by `recipe` at the top.");
            return [];
        }

        var axes = SweepGrid.Axes(grid, _problems);
        RequireNoSeed(axes.Select(axis => axis.Key), "grid");
        if (axes.Aggregate(1L, (product, axis) => Math.Min(MostRecipes + 1, product * axis.Values.Count)) > MostRecipes)
        {
            _problems.Add(FormattableString.Invariant($"[grid] makes more than {MostRecipes} runs."));
            return [];
        }

        return SweepGrid.Product(axes).Select(own =>
        {
            var name = string.Join('-', [NameOf(recipe), .. SweepNames.Of(own)]);
            RequireName("[grid]: the name made from its settings", name);
            return new SweptRecipe(name, recipe, [.. common, .. own]);
        });
    }

    private IReadOnlyList<string> SettingsIn(SweepFields fields, string key)
    {
        var settings = SweepGrid.Flat(fields.Table(key) ?? []).ToArray();
        RequireNoSeed(settings.Select(setting => setting.Key), key);
        return [.. settings.Select(setting => $"{setting.Key}={TomlText.Of(setting.Value)}")];
    }

    private void RequireNoSeed(IEnumerable<string> keys, string where)
    {
        if (keys.Contains("training.seed"))
            _problems.Add($"{where} has training.seed; give `seeds` instead, so that figures are means over them.");
    }

    private IReadOnlyList<long> SeedsIn(SweepFields fields)
    {
        var seeds = fields.Wholes("seeds") ?? new Sweep { File = file, Recipes = [] }.Seeds;
        if (seeds.Count is < 1 or > MostSeeds || seeds.Distinct().Count() < seeds.Count)
            _problems.Add(FormattableString.Invariant($"seeds has to be 1 to {MostSeeds} whole numbers, none of them twice."));
        return seeds;
    }

    private SweepEvaluation EvaluateIn(SweepFields top)
    {
        var fields = new SweepFields(top.Table("evaluate") ?? [], "evaluate.", _problems);
        fields.RequireKnown("split", "iw", "decode", "length_power", "no_repeat_ngram", "probe");
        var defaults = new SweepEvaluation();
        var evaluate = new SweepEvaluation
        {
            Split = fields.Choice("split", defaults.Split),
            Iw = (int?)fields.Whole("iw", 0, 10_000_000),
            Decode = fields.Flag("decode"),
            LengthPower = fields.Number("length_power", 0, 10) ?? defaults.LengthPower,
            NoRepeatNgram = (int)(fields.Whole("no_repeat_ngram", 0, 100) ?? 0),
            Probe = fields.Flag("probe"),
        };
        if (evaluate is { Probe: true, Split: Split.Train })
            _problems.Add("evaluate.probe is true and evaluate.split is \"train\"; probes are trained on that split, so measure another.");
        if (!evaluate.Decode && evaluate != evaluate with { LengthPower = defaults.LengthPower, NoRepeatNgram = 0 })
            _problems.Add("evaluate.length_power and evaluate.no_repeat_ngram say how texts are decoded, and evaluate.decode is not true.");
        return evaluate;
    }

    private void RequireDifferent(IEnumerable<SweptRecipe> recipes)
    {
        // Names are folders, and not every file system tells upper case from lower.
        foreach (var same in recipes.GroupBy(recipe => recipe.Name, StringComparer.OrdinalIgnoreCase).Where(group => group.Count() > 1))
            _problems.Add(FormattableString.Invariant($"{same.Count()} runs are called '{same.Key}'; give each a name of its own."));
    }

    private void RequireStarts(List<SweptRecipe> recipes)
    {
        foreach (var (place, recipe) in recipes.Index())
        {
            if (recipe.StartFrom is { } source && !recipes.Take(place).Any(before => before.Name == source))
                _problems.Add($"'{recipe.Name}' starts from '{Excerpt.Of(source)}', which is none of the runs before it.");
            if (!recipe.IsMeasured && !recipes.Any(after => after.StartFrom == recipe.Name))
                _problems.Add($"'{recipe.Name}' is not measured, and no run starts from it; leave it away, or measure it.");
        }
    }

    private void RequireName(string where, string name)
    {
        if (!SweepNames.IsUsable(name))
        {
            _problems.Add(
                $"{where} is \"{Excerpt.Of(name)}\"; it has to be up to 100 letters, digits, dots, underscores and hyphens, a letter "
                + "or digit at both ends.");
        }
    }

    private string? RecipeFile(string? relative)
    {
        if (relative is null)
            return null;
        // Without the steps up and down again that lead there from a folder of sweeps.
        var path = Path.Combine(Path.GetDirectoryName(file) ?? "", relative);
        return Path.IsPathRooted(path) ? Path.GetFullPath(path) : Path.GetRelativePath(".", path);
    }

    private static string NameOf(string recipe) => Path.GetFileNameWithoutExtension(recipe);
}

using TextVae.Corpus;
using TextVae.Models;
using TextVae.Sweeps;

namespace TextVae.Tests.Sweeps;

public sealed class SweepTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public SweepTests()
    {
        _folder.Write("vae.toml", "[model]\nlatent = 4\n[training]\nsteps = 7\n");
        _folder.Write("lm.toml", "[model]\nkind = \"lm\"\n");
    }

    private string File => _folder["sweep.toml"];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_list_of_runs_goes_through_all_of_them_with_each_seed()
    {
        var sweep = Load("""
            recipe = "vae.toml"
            seeds = [3, 1]
            [set]
            training.batch = 5
            "model.hidden" = 8
            [[run]]
            name = "lm"
            recipe = "lm.toml"
            set = { training.batch = 6 }
            [[run]]
            name = "vae"
            """);

        Assert.Equal(
            [("lm", 3, 6, 64, ModelKind.Lm), ("vae", 3, 5, 4, ModelKind.Vae), ("lm", 1, 6, 64, ModelKind.Lm), ("vae", 1, 5, 4, ModelKind.Vae)],
            sweep.Plan().Select(run => (run.Name, (int)run.Recipe.Training.Seed, run.Recipe.Training.Batch, run.Recipe.Model.Latent, run.Recipe.Model.Kind)));
        Assert.All(sweep.Plan(), run => Assert.Equal((8, run.Seed), (run.Recipe.Model.Hidden, run.Recipe.Training.Seed)));
        Assert.Equal(["lm-3", "vae-3", "lm-1", "vae-1"], sweep.Plan().Select(run => run.Folder));
    }

    [Fact]
    public void A_grid_is_every_combination_and_its_names_say_which()
    {
        var sweep = Load("""
            recipe = "vae.toml"
            [grid]
            objective.kl = [1, 0.2, { schedule = "linear", end = 5 }]
            model.encoder = ["bidirectional", "unidirectional"]
            """);

        Assert.Equal(
            [
                "vae-kl-1-encoder-bidirectional", "vae-kl-1-encoder-unidirectional", "vae-kl-0.2-encoder-bidirectional",
                "vae-kl-0.2-encoder-unidirectional", "vae-kl-schedule-linear-end-5-encoder-bidirectional",
                "vae-kl-schedule-linear-end-5-encoder-unidirectional",
            ],
            sweep.Plan().Select(run => run.Name));
        Assert.Equal([1, 1, 0.2, 0.2, 1, 1], sweep.Plan().Select(run => run.Recipe.Objective.Kl.Final));
        Assert.Equal([1, 1, 0.2, 0.2, 0, 0], sweep.Plan().Select(run => run.Recipe.Objective.Kl.At(0)));
    }

    [Fact]
    public void Keys_that_end_alike_are_named_in_full() =>
        Assert.Equal(
            ["vae-training.batch-4-evaluation.batch-8"],
            Load("recipe = \"vae.toml\"\ngrid = { training.batch = [4], evaluation.batch = [8] }").Plan().Select(run => run.Name));

    [Fact]
    public void A_list_and_a_grid_stand_together_and_a_recipe_alone_is_a_sweep_too()
    {
        var both = Load("recipe = \"vae.toml\"\ngrid = { model.latent = [2, 3] }\n[[run]]\nset = { objective.kl = 0.0 }");

        Assert.Equal(["vae-kl-0.0", "vae-latent-2", "vae-latent-3"], both.Recipes.Select(recipe => recipe.Name));
        var alone = Load("recipe = \"vae.toml\"");
        Assert.Equal(["vae-1"], alone.Plan().Select(run => run.Folder));
        Assert.Equal(("", new SweepEvaluation()), (alone.Name, alone.Evaluate));
    }

    [Fact]
    public void A_run_starts_from_one_before_it_of_the_same_seed_and_is_not_chosen_without_it()
    {
        var sweep = Load("""
            recipe = "vae.toml"
            seeds = [1, 2]
            [[run]]
            name = "plain"
            [[run]]
            name = "first"
            [[run]]
            name = "second"
            start_from = "first"
            """);

        Assert.Equal([null, null, "first-1", null, null, "first-2"], sweep.Plan().Select(run => run.StartFrom));
        Assert.Equal(["first", "second"], sweep.Chosen(new() { Names = ["second"] }).Names);
    }

    [Fact]
    public void What_is_measured_is_read() =>
        Assert.Equal(
            new SweepEvaluation { Split = Split.Valid, Iw = 9, Decode = true, LengthPower = 1.5, NoRepeatNgram = 3, Probe = true },
            Load(
                """
                recipe = "vae.toml"
                evaluate = { split = "valid", iw = 9, decode = true, length_power = 1.5, no_repeat_ngram = 3, probe = true }
                """).Evaluate);

    [Theory]
    [InlineData("recipe = \"vae.toml\"\nsed = 1", "The key sed is unknown; the nearest known one is set.")]
    [InlineData("", "There is nothing to run: give a recipe, or runs under [[run]].")]
    [InlineData("[grid]\nobjective.kl = [1]", "[grid] has no recipe; give one by `recipe` at the top.")]
    [InlineData("[[run]]\nname = \"a\"", "run 1: it has no recipe; give it one, or all of them by `recipe` at the top.")]
    [InlineData("recipe = 3", "recipe is 3; it has to be a text in quotes.")]
    [InlineData("recipe = \"vae.toml\"\nrun = 3", "run is 3; it has to be tables, each under [[run]].")]
    [InlineData("recipe = \"vae.toml\"\n[[run]]\nnane = \"a\"", "The key run 1: nane is unknown; the nearest known one is name.")]
    [InlineData(
        "recipe = \"vae.toml\"\n[[run]]\nname = \"a\"\nstart_from = \"a\"", "'a' starts from 'a', which is none of the runs before it.")]
    [InlineData(
        "recipe = \"vae.toml\"\n[[run]]\nname = \"a\"\nmeasure = false",
        "'a' is not measured, and no run starts from it; leave it away, or measure it.")]
    [InlineData("recipe = \"vae.toml\"\n[grid]", "[grid] is empty; give it dotted keys of the recipe, each with a list of values.")]
    [InlineData("recipe = \"vae.toml\"\ngrid.objective.kl = 1", "grid.objective.kl is 1; it has to be a list of at least one value.")]
    [InlineData("recipe = \"vae.toml\"\nseeds = [1, 1]", "seeds has to be 1 to 1000 whole numbers, none of them twice.")]
    [InlineData("recipe = \"vae.toml\"\nseeds = 2", "seeds is 2; it has to be a list of whole numbers.")]
    [InlineData(
        "recipe = \"vae.toml\"\ngrid.training.seed = [1]",
        "grid has training.seed; give `seeds` instead, so that figures are means over them.")]
    [InlineData(
        "recipe = \"vae.toml\"\n[[run]]\nname = \"a\"\n[[run]]\nname = \"A\"", "2 runs are called 'a'; give each a name of its own.")]
    [InlineData(
        "recipe = \"vae.toml\"\n[[run]]\nname = \"../a\"",
        "run 1: name is \"../a\"; it has to be up to 100 letters, digits, dots, underscores and hyphens, a letter or digit at both ends.")]
    [InlineData(
        "recipe = \"vae.toml\"\nevaluate.split = \"tset\"",
        "evaluate.split is \"tset\"; it has to be one of \"train\", \"valid\", \"test\".")]
    [InlineData("recipe = \"vae.toml\"\nevaluate.iw = -1", "evaluate.iw is -1; it has to be a whole number from 0 to 10000000.")]
    [InlineData("recipe = \"vae.toml\"\nevaluate.decode = 1", "evaluate.decode is 1; it has to be true or false.")]
    [InlineData(
        "recipe = \"vae.toml\"\nevaluate = { decode = true, length_power = -1, no_repeat_ngram = 1.5 }",
        "evaluate.length_power is -1; it has to be a number from 0 to 10. evaluate.no_repeat_ngram is 1.5; it has to be a whole number "
        + "from 0 to 100.")]
    [InlineData(
        "recipe = \"vae.toml\"\nevaluate.no_repeat_ngram = 3",
        "evaluate.length_power and evaluate.no_repeat_ngram say how texts are decoded, and evaluate.decode is not true.")]
    [InlineData(
        "recipe = \"vae.toml\"\nevaluate = { split = \"train\", probe = true }",
        "evaluate.probe is true and evaluate.split is \"train\"; probes are trained on that split, so measure another.")]
    public void What_is_wrong_is_told(string toml, string problem) =>
        Assert.Equal($"The sweep '{File}' cannot be used. {problem}", Assert.Throws<RecipeException>(() => Load(toml)).Message);

    [Fact]
    public void What_is_wrong_in_a_recipe_is_told_with_the_run() =>
        Assert.Equal(
            $"The run 'a' of the sweep cannot be made. The recipe '{_folder["vae.toml"]}' cannot be used. The key model.latnet is unknown; "
            + "the nearest known one is model.latent.",
            Assert.Throws<RecipeException>(() => Load("[[run]]\nname = \"a\"\nrecipe = \"vae.toml\"\nset = { model.latnet = 3 }").Plan()).Message);

    [Fact]
    public void Some_runs_are_chosen_by_name()
    {
        var sweep = Load("recipe = \"vae.toml\"\n[[run]]\nname = \"low\"\n[[run]]\nname = \"high\"");

        Assert.Equal(["low", "high"], sweep.Chosen(SweepSelection.All).Names);
        Assert.Equal(["low", "high"], sweep.Chosen(new() { Names = ["high", "low"] }).Names);
        Assert.Equal(
            $"'hgih' is no run of the sweep '{File}'; the nearest is high. There are low, high.",
            Assert.Throws<RecipeException>(() => sweep.Chosen(new() { Names = ["hgih"] })).Message);
    }

    private Sweep Load(string toml)
    {
        _folder.Write("sweep.toml", toml);
        return Sweep.Load(File);
    }
}

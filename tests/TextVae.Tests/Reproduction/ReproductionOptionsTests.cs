using TextVae.Reproduction;

namespace TextVae.Tests.Reproduction;

public sealed class ReproductionOptionsTests
{
    [Fact]
    public void Every_system_has_its_turn_with_the_first_seed_before_the_second()
    {
        var plan = new ReproductionOptions { Systems = [PaperSystem.Named("mi-5"), PaperSystem.Named("lm")] }.Plan();

        Assert.Equal(["lm-1", "mi-5-1", "lm-2", "mi-5-2"], plan.Select(run => run.Name));
        Assert.Equal([1, 1, 2, 2], plan.Select(run => run.Recipe.Training.Seed));
    }

    [Fact]
    public void The_systems_are_the_recipes_of_the_paper() => Assert.Equal(
        Directory.EnumerateFiles(Path.Combine(Repository.Root, "recipes", "paper")).Select(Path.GetFileNameWithoutExtension).Order(),
        PaperSystem.All.Select(system => system.Name).Order());

    [Fact]
    public void Settings_are_applied_after_the_scale()
    {
        var plan = new ReproductionOptions { Scale = 0.1, Steps = 7, Settings = ["model.hidden=10", "training.batch=3"] }.Plan();

        Assert.All(plan, run => Assert.Equal(
            (10, 3, 7), (run.Recipe.Model.Hidden, run.Recipe.Training.Batch, run.Recipe.Training.Steps)));
    }

    [Fact]
    public void All_that_is_wrong_is_told_at_once()
    {
        var wrong = new ReproductionOptions { Systems = [], Seeds = 0, Steps = 0, Scale = 1.5, Settings = ["training.seed = 4"] };

        Assert.Equal(
            "No system is chosen; name at least one. The number of seeds is 0; it has to be between 1 and 1000. The number of steps "
            + "is 0; it has to be at least 1. The scale is 1.5; it has to be above 0 and at most 1, the paper's size. training.seed "
            + "cannot be set here, since all runs and their schedules go by --seeds; use that.",
            Assert.Throws<RecipeException>(wrong.Plan).Message);
    }

    [Fact]
    public void An_unknown_system_is_answered_with_the_nearest_and_all() => Assert.Equal(
        "'mi10' is no system of the paper; the nearest is mi-10. There are lm, vae, attention, last, unidirectional, convolutional, "
        + "kl-annealing, word-dropout-annealing, mi-1, mi-5, mi-10.",
        Assert.Throws<RecipeException>(() => PaperSystem.Named("mi10")).Message);
}

using TextVae.Objectives;
using TextVae.Reproduction;
using TextVae.Runs;

namespace TextVae.Tests.Reproduction;

public sealed class RecipeScaleTests
{
    [Fact]
    public void The_paper_s_size_is_the_recipe_as_it_stands() => Assert.All(
        PaperSystem.All,
        system => Assert.Equal(system.LoadRecipe(), RecipeScale.Apply(system.LoadRecipe(), scale: 1, steps: null)));

    [Fact]
    public void Sizes_steps_and_schedules_shrink_together()
    {
        var annealing = RecipeScale.Apply(RecipeOf("kl-annealing"), scale: 0.25, steps: null);
        var dropout = RecipeScale.Apply(RecipeOf("word-dropout-annealing"), scale: 0.25, steps: null);

        Assert.Equal((56, 128, 16), (annealing.Model.Embedding, annealing.Model.Hidden, annealing.Model.Latent));
        Assert.Equal((5000, 125), (annealing.Training.Steps, annealing.Training.EvaluateEvery));
        Assert.Equal(new Schedule(ScheduleKind.Logistic, 0, 1, 0, 2500), annealing.Objective.Kl);
        Assert.Equal(new Schedule(ScheduleKind.Linear, 1, 0, 500, 5000), dropout.Objective.WordDropout);
    }

    [Fact]
    public void A_number_of_steps_leaves_the_sizes_alone_and_takes_the_schedules_along()
    {
        var dropout = RecipeScale.Apply(RecipeOf("word-dropout-annealing"), scale: 1, steps: 1000);

        Assert.Equal((224, 512, 64), (dropout.Model.Embedding, dropout.Model.Hidden, dropout.Model.Latent));
        Assert.Equal(1000, dropout.Training.Steps);
        Assert.Equal(new Schedule(ScheduleKind.Linear, 1, 0, 100, 1000), dropout.Objective.WordDropout);
    }

    [Theory]
    [InlineData("kl-annealing")]
    [InlineData("word-dropout-annealing")]
    public void At_the_same_share_of_the_way_a_shrunk_schedule_has_the_same_value(string name)
    {
        var full = RecipeOf(name).Objective;
        var shrunk = RecipeScale.Apply(RecipeOf(name), scale: 0.5, steps: 2000).Objective;

        Assert.All(Enumerable.Range(0, 2001), step =>
        {
            Assert.Equal(full.Kl.At(10 * step), shrunk.Kl.At(step), 1e-12);
            Assert.Equal(full.WordDropout.At(10 * step), shrunk.WordDropout.At(step), 1e-12);
        });
    }

    [Fact]
    public void No_size_and_no_schedule_shrinks_to_nothing()
    {
        var least = RecipeScale.Apply(RecipeOf("word-dropout-annealing"), scale: 0.001, steps: 1);

        Assert.Equal((16, 32, 8), (least.Model.Embedding, least.Model.Hidden, least.Model.Latent));
        Assert.Equal((1, 1), (least.Training.Steps, least.Training.EvaluateEvery));
        Assert.Equal((0, 1), (least.Objective.WordDropout.Start, least.Objective.WordDropout.End));
        Assert.Empty(least.Problems());
    }

    private static Recipe RecipeOf(string name) => PaperSystem.Named(name).LoadRecipe();
}

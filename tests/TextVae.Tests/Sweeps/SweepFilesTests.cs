using TextVae.Models;
using TextVae.Networks;
using TextVae.Sweeps;
using TextVae.Training;

namespace TextVae.Tests.Sweeps;

/// <summary>The sweeps of the repository compare all recipes of their folders fairly.</summary>
public sealed class SweepFilesTests
{
    public static TheoryData<string> Folders => ["ptb", "yelp-short", "yelp-reviews"];

    [Theory]
    [InlineData("yelp-short/remedies")]
    [MemberData(nameof(Folders))]
    public void The_head_names_the_command_that_runs_it(string folder) =>
        Assert.Contains(
            $"textvae sweep recipes/{folder}/sweep.toml --data DATASET --out DIR",
            string.Join('\n', File.ReadLines(Of(folder, "sweep.toml")).TakeWhile(line => line.StartsWith('#'))));

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_sweep_has_every_recipe_of_its_folder(string folder) =>
        Assert.Equal(
            Directory.EnumerateFiles(Of(folder, ""), "*.toml").Select(Path.GetFileNameWithoutExtension).Where(name => name != "sweep").Order(),
            Load(folder).Recipes.Select(recipe => recipe.Name).Order());

    [Theory]
    [MemberData(nameof(Folders))]
    public void All_of_its_runs_with_a_kind_of_decoder_have_the_same_one_and_the_same_training_or_less(string folder)
    {
        var plan = Load(folder).Plan();
        (int, int, CellKind, int, int, int, bool, DropoutOptions) Decoder(SweptRun run) => run.Recipe.Model switch
        {
            var model => (
                model.Embedding, model.Hidden, model.Cell, model.Layers, model.Heads, model.FeedForward, model.IsTied,
                Begun(run, plan).Recipe.Model.Dropout),
        };

        foreach (var runs in plan.GroupBy(run => run.Recipe.Model.Decoder))
        {
            var first = runs.First();
            Assert.Contains(runs, run => run.Recipe.Model.Kind == ModelKind.Lm);
            Assert.All(runs, run => Assert.Equal(Decoder(first), Decoder(run)));
            // What is only started from need not be trained as long.
            Assert.All(runs.Where(run => run.IsMeasured), run =>
            {
                var whole = OfWhole(run, plan);
                Assert.InRange(whole.Epochs, 1, first.Recipe.Training.Epochs);
                Assert.Equal(
                    first.Recipe.Training,
                    whole with
                    {
                        Reset = first.Recipe.Training.Reset,
                        IsAggressive = first.Recipe.Training.IsAggressive,
                        Seed = first.Seed,
                        Epochs = first.Recipe.Training.Epochs,
                    });
            });
        }

        Assert.Single(plan.Where(run => run.Recipe.Model.Kind == ModelKind.Vae).Select(run => run.Recipe.Model.Latent).Distinct());
    }

    [Fact]
    public void The_short_comparison_has_all_that_start_from_nothing_and_ends_their_schedules_in_time()
    {
        const int StepsOfPass = 1563;
        var whole = Load("yelp-short").Plan().Where(run => run.StartFrom is null && run.IsMeasured);
        var plan = Load("yelp-short/remedies").Plan();

        Assert.Equal(whole.Select(run => run.Name).Distinct().Order(), plan.Select(run => run.Name).Order());
        var epochs = Assert.Single(plan.Select(run => run.Recipe.Training.Epochs).Distinct());
        Assert.All(plan, run => Assert.Equal(
            run.Recipe.Objective.Kl.At(1000 * StepsOfPass), run.Recipe.Objective.Kl.At(epochs * StepsOfPass)));
    }

    // Where the decoder of a run began: one that goes on may be regularised otherwise at its end.
    private static SweptRun Begun(SweptRun run, IReadOnlyList<SweptRun> plan) =>
        run.StartFrom is null || run.Recipe.Training.Reset == StartReset.Decoder ? run : Begun(plan.Single(other => other.Folder == run.StartFrom), plan);

    // A decoder that goes on from another run has the passes of both, and its rate from the first to the last.
    private static TrainingOptions OfWhole(SweptRun run, IReadOnlyList<SweptRun> plan)
    {
        var training = run.Recipe.Training;
        if (run.StartFrom is null || training.Reset == StartReset.Decoder)
            return training with { FinalRate = 0 };
        var before = OfWhole(plan.Single(other => other.Folder == run.StartFrom), plan);
        return before with { Epochs = before.Epochs + training.Epochs };
    }

    private static Sweep Load(string folder) => Sweep.Load(Of(folder, "sweep.toml"));

    private static string Of(string folder, string file) => Path.Combine(Repository.Root, "recipes", folder, file);
}

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
        static (int, int, CellKind, int, int, int, bool, DropoutOptions) Decoder(ModelOptions model) =>
            (model.Embedding, model.Hidden, model.Cell, model.Layers, model.Heads, model.FeedForward, model.IsTied, model.Dropout);

        foreach (var runs in plan.GroupBy(run => run.Recipe.Model.Decoder))
        {
            var first = runs.First();
            Assert.Contains(runs, run => run.Recipe.Model.Kind == ModelKind.Lm);
            Assert.All(runs, run => Assert.Equal(Decoder(first.Recipe.Model), Decoder(run.Recipe.Model)));
            // What is only started from need not be trained as long.
            Assert.All(runs.Where(run => run.IsMeasured), run =>
            {
                var whole = OfWhole(run, plan);
                Assert.InRange(whole.Epochs, 1, first.Recipe.Training.Epochs);
                Assert.Equal(
                    first.Recipe.Training,
                    whole with { Reset = first.Recipe.Training.Reset, Seed = first.Seed, Epochs = first.Recipe.Training.Epochs });
            });
        }

        Assert.Single(plan.Where(run => run.Recipe.Model.Kind == ModelKind.Vae).Select(run => run.Recipe.Model.Latent).Distinct());
    }

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

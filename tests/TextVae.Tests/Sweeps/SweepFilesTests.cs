using TextVae.Models;
using TextVae.Networks;
using TextVae.Sweeps;

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
    public void All_of_its_runs_have_the_same_decoder_and_training(string folder)
    {
        var plan = Load(folder).Plan();
        static (int, int, CellKind, int, DropoutOptions) Decoder(SweptRun run) =>
            (run.Recipe.Model.Embedding, run.Recipe.Model.Hidden, run.Recipe.Model.Cell, run.Recipe.Model.Layers, run.Recipe.Model.Dropout);

        Assert.All(plan, run => Assert.Equal(Decoder(plan[0]), Decoder(run)));
        // What is only started from need not be trained as long.
        Assert.All(plan.Where(run => run.IsMeasured), run => Assert.Equal(
            plan[0].Recipe.Training, run.Recipe.Training with { Reset = plan[0].Recipe.Training.Reset, Seed = plan[0].Seed }));
        Assert.Single(plan.Where(run => run.Recipe.Model.Kind == ModelKind.Vae).Select(run => run.Recipe.Model.Latent).Distinct());
    }

    private static Sweep Load(string folder) => Sweep.Load(Of(folder, "sweep.toml"));

    private static string Of(string folder, string file) => Path.Combine(Repository.Root, "recipes", folder, file);
}

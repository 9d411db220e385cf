using System.Text.RegularExpressions;
using TextVae.Models;
using TextVae.Networks;
using TextVae.Objectives;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

/// <summary>Every recipe of the repository says how to run it, and runs.</summary>
public sealed class RecipeFilesTests : IDisposable
{
    private static readonly string[] Small =
    [
        "model.embedding=8", "model.hidden=8", "model.latent=4", "training.batch=4", "training.steps=2",
        "training.evaluate_every=1",
    ];

    private readonly TinyDataset _data = new(labels: ["1", "5"]);
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Files => [.. Directory
        .EnumerateFiles(Path.Combine(Repository.Root, "recipes"), "*.toml", SearchOption.AllDirectories)
        .Where(file => Path.GetFileName(file) != "sweep.toml")
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))
        .Order(StringComparer.Ordinal)];

    public void Dispose()
    {
        _data.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void The_head_names_the_command_that_runs_it(string file) =>
        Assert.Contains(
            $"textvae train {file} ",
            string.Join('\n', File.ReadLines(Of(file)).TakeWhile(line => line.StartsWith('#'))));

    [Theory]
    [MemberData(nameof(Files))]
    public void It_trains_for_two_steps_and_leaves_a_model(string file)
    {
        var recipe = Recipe.Load(Of(file), Small);
        var folder = new RunFolder(_folder["run"]);

        var events = Train(file, recipe, folder);

        string[] terms = recipe.Model.Kind == ModelKind.Vae ? ["reconstruction", "kl"] : ["reconstruction"];
        Assert.All(events.OfType<StepDone>(), step =>
        {
            Assert.Equal(terms, step.Record.Terms.Take(terms.Length).Select(term => term.Name));
            Assert.InRange(step.Record.Loss, 1, 1000);
        });
        var finished = Assert.IsType<RunFinished>(events[^1]);
        Assert.Equal(2, finished.Step);
        Assert.Equal(events.OfType<Evaluated>().Min(evaluated => evaluated.Report.NllBound), finished.BestBound);
        using var trained = TrainedModel.Load(folder.Path);
        // A model that is used drops nothing.
        var model = recipe.Objective.ModelFor(recipe.Model) with { Dropout = new DropoutOptions() };
        Assert.Equal((model, finished.BestStep), (trained.Model.Options, trained.Step));
    }

    // What its head has it start from is trained before.
    private RunEvent[] Train(string file, Recipe recipe, RunFolder folder)
    {
        RunFolder? source = null;
        if (Regex.Match(File.ReadAllText(Of(file)), @"--start-from (\w+)") is { Success: true } named)
        {
            var before = $"{Path.GetDirectoryName(file)}/{named.Groups[1].Value.ToLowerInvariant().Replace('_', '-')}.toml";
            source = new RunFolder($"{folder.Path}-source");
            Train(before, Recipe.Load(Of(before), Small), source);
        }

        using var run = TrainingRun.Start(recipe, _data.Dataset, _data.Path, folder, source?.Path);
        return [.. run.Execute(TestContext.Current.CancellationToken)];
    }

    [Theory]
    [InlineData("vae")]
    [InlineData("lm")]
    [InlineData("kl-annealing")]
    [InlineData("attention")]
    [InlineData("last")]
    [InlineData("unidirectional")]
    [InlineData("convolutional")]
    [InlineData("word-dropout-annealing")]
    [InlineData("mi-1", 1)]
    [InlineData("mi-5", 5)]
    [InlineData("mi-10", 10)]
    public void The_recipes_of_the_paper_have_its_sizes_and_weights(string name, double lambda = 0)
    {
        var recipe = Recipe.Load(Of($"recipes/paper/{name}.toml"));

        Assert.Equal((224, 512), (recipe.Model.Embedding, recipe.Model.Hidden));
        Assert.Equal((48, 1e-3, 5), (recipe.Training.Batch, recipe.Training.LearningRate, recipe.Training.Clip));
        Assert.Equal(20_000, recipe.Training.Steps);
        Assert.Equal(name == "lm" ? ModelKind.Lm : ModelKind.Vae, recipe.Model.Kind);
        if (recipe.Model.Kind == ModelKind.Vae)
            Assert.Equal((64, 10, 16), (recipe.Model.Latent, recipe.Evaluation.Samples, recipe.Evaluation.Beam));
        Assert.Equal(
            name == "kl-annealing" ? new Schedule(ScheduleKind.Logistic, 0, 1, 0, 10_000) : Schedule.Constant(1),
            recipe.Objective.Kl);
        Assert.Equal(
            name == "word-dropout-annealing" ? new Schedule(ScheduleKind.Linear, 1, 0, 2000, 20_000) : Schedule.Constant(0),
            recipe.Objective.WordDropout);
        Assert.Equal((lambda, MutualInformationSource.Posterior), (recipe.Objective.MutualInformation, recipe.Objective.MutualInformationSource));
    }

    [Theory]
    [InlineData("vae", EncoderKind.Bidirectional, SummaryKind.Mean)]
    [InlineData("attention", EncoderKind.Bidirectional, SummaryKind.Attention)]
    [InlineData("last", EncoderKind.Bidirectional, SummaryKind.Last)]
    [InlineData("unidirectional", EncoderKind.Unidirectional, SummaryKind.Mean)]
    [InlineData("convolutional", EncoderKind.Convolutional, SummaryKind.Max)]
    public void The_systems_of_the_paper_differ_in_how_they_read(string name, EncoderKind encoder, SummaryKind summary)
    {
        var recipe = Recipe.Load(Of($"recipes/paper/{name}.toml"));
        var vae = Recipe.Load(Of("recipes/paper/vae.toml"));

        Assert.Equal((encoder, summary), (recipe.Model.Encoder, recipe.Model.Summary));
        Assert.Equal(vae, recipe with { Model = recipe.Model with { Encoder = EncoderKind.Bidirectional, Summary = SummaryKind.Mean } });
    }

    private static string Of(string file) => Path.Combine(Repository.Root, file);
}

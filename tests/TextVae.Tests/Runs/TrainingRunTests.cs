using System.Text.Json.Nodes;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

public sealed class TrainingRunTests : IDisposable
{
    private const string Settings = """
        [model]
        embedding = 5
        hidden = 6
        latent = 2
        [objective]
        kl = { schedule = "logistic", from = 0.0, to = 1.0, start = 0, end = 12 }
        word_dropout = 0.2
        [training]
        batch = 8
        steps = 20
        learning_rate = 0.01
        evaluate_every = 4
        checkpoint_every = 3
        """;

    private readonly TinyDataset _data = new();
    private readonly TemporaryFolder _runs = new();

    public void Dispose()
    {
        _data.Dispose();
        _runs.Dispose();
    }

    [Fact]
    public void A_run_leaves_all_that_it_takes_to_use_and_to_repeat_it()
    {
        var folder = Train("run", Recipe.Parse(Settings));

        Assert.Equal(Recipe.Parse(Settings), Recipe.Load(folder.Recipe));
        Assert.Equal((_data.Dataset.Info.Hash, 1L), (RunInfo.Load(folder).DatasetHash, RunInfo.Load(folder).Seed));
        Assert.Equal(20, Metrics(folder, "train").Length);
        Assert.Equal([4, 8, 12, 16, 20], Metrics(folder, "valid").Select(line => (long)line["step"]!));
        Assert.Equal(
            ["step-000000018.safetensors", "step-000000020.safetensors"],
            Directory.EnumerateFiles(folder.Checkpoints).Select(Path.GetFileName).Order());
        Assert.Equal(
            ["MODEL_CARD.md", "SHA256SUMS", "config.json", "vocabulary.txt", "weights.safetensors"],
            Directory.EnumerateFiles(folder.Model).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(11)]
    [InlineData(19)]
    [InlineData(11, "model.cell=lstm")]
    [InlineData(11, "objective.mutual_information=5")]
    [InlineData(11, "objective.mutual_information=5", "objective.mutual_information_source=prior")]
    [InlineData(11, "model.summary=attention")]
    [InlineData(11, "model.encoder=convolutional")]
    public void A_resumed_run_is_the_uninterrupted_one_bit_for_bit(int stopAfter, params string[] settings)
    {
        var recipe = Recipe.Parse(Settings, settings: settings);
        var whole = Train("whole", recipe);
        var folder = new RunFolder(_runs["stopped"]);
        using (var run = TrainingRun.Start(recipe, _data.Dataset, _data.Path, folder))
            Assert.Throws<OperationCanceledException>(() => ExecuteUntil(run, stopAfter));

        using (var resumed = TrainingRun.Resume(null, _data.Dataset, folder))
            _ = resumed.Execute(TestContext.Current.CancellationToken).Count();

        foreach (var file in new[] { "checkpoints/step-000000020.safetensors", "model/weights.safetensors", "model/config.json" })
            Assert.Equal(File.ReadAllBytes(Path.Combine(whole.Path, file)), File.ReadAllBytes(Path.Combine(folder.Path, file)));
        Assert.Equal(TimelessMetrics(whole), TimelessMetrics(folder));
    }

    [Fact]
    public void A_run_that_was_killed_goes_on_from_its_last_checkpoint_without_gaps_or_repeats()
    {
        var whole = Train("whole", Recipe.Parse(Settings));
        var folder = new RunFolder(_runs["killed"]);
        using (var run = TrainingRun.Start(Recipe.Parse(Settings), _data.Dataset, _data.Path, folder))
        {
            // Not cancelled but left in the middle: step 8 is in the metrics, the last checkpoint is of step 6.
            using var events = run.Execute(TestContext.Current.CancellationToken).GetEnumerator();
            while (events.MoveNext() && events.Current is not StepDone { Record.Step: 8 })
            {
            }
        }

        File.AppendAllText(folder.Metrics, "{\"kind\":\"tra");

        using (var resumed = TrainingRun.Resume(null, _data.Dataset, folder))
        {
            Assert.Equal(6, resumed.Step);
            _ = resumed.Execute(TestContext.Current.CancellationToken).Count();
        }

        Assert.Equal(TimelessMetrics(whole), TimelessMetrics(folder));
        Assert.Equal(Weights(whole), Weights(folder));
    }

    [Fact]
    public void The_same_seed_trains_the_same_model_and_another_seed_another_one()
    {
        var first = Train("first", Recipe.Parse(Settings));
        var second = Train("second", Recipe.Parse(Settings));
        var third = Train("third", Recipe.Parse(Settings, settings: ["training.seed=2"]));

        Assert.Equal(Weights(first), Weights(second));
        Assert.NotEqual(Weights(first), Weights(third));
    }

    [Fact]
    public void The_best_model_is_that_of_the_lowest_bound_at_full_weight()
    {
        var recipe = Recipe.Parse(Settings, settings: ["objective.kl={ schedule = \"linear\", to = 0.001, end = 1 }"]);

        var folder = Train("run", recipe);

        var evaluations = Metrics(folder, "valid");
        Assert.All(evaluations, line => Assert.Equal(
            (double)line["reconstruction"]! + (double)line["kl"]!, (double)line["nll_bound"]!, 1e-9));
        var best = evaluations.MinBy(line => (double)line["nll_bound"]!)!;
        using var model = TrainedModel.Load(folder.Path);
        Assert.Equal((long)best["step"]!, model.Step);
    }

    [Fact]
    public void The_information_bound_is_in_the_log_of_every_step_and_every_evaluation()
    {
        var folder = Train("run", Recipe.Parse(Settings, settings: ["objective.mutual_information=5"]));

        Assert.All(Metrics(folder, "train"), line => Assert.Equal(
            (double)line["reconstruction"]! + ((double)line["kl_weight"]! * (double)line["kl"]!) - (5 * (double)line["mi_bound"]!),
            (double)line["loss"]!, 1e-4));
        Assert.All(Metrics(folder, "valid"), line => Assert.True(double.IsFinite((double)line["mi_bound"]!)));
        using var model = TrainedModel.Load(folder.Path);
        Assert.True(model.Model.Options.HasInformationNetwork);
    }

    [Fact]
    public void One_step_is_enough_for_a_model()
    {
        var folder = Train("run", Recipe.Parse(Settings, settings: ["training.steps=1"]));

        using var model = TrainedModel.Load(folder.Path);
        Assert.Equal(1, model.Step);
    }

    [Fact]
    public void Patience_ends_a_run_whose_bound_does_not_fall()
    {
        var recipe = Recipe.Parse(Settings, settings:
        [
            "training.learning_rate=1", "training.patience=2", "training.steps=400", "training.evaluate_every=2",
            "objective.kl=1.0", "objective.word_dropout=0.0",
        ]);
        using var run = TrainingRun.Start(recipe, _data.Dataset, _data.Path, new RunFolder(_runs["run"]));

        var finished = run.Execute(TestContext.Current.CancellationToken).OfType<RunFinished>().Single();

        Assert.True(finished.StoppedEarly);
        Assert.Equal(finished.BestStep + 4, finished.Step);
    }

    [Fact]
    public void A_damaged_checkpoint_falls_back_to_the_one_before_it_and_says_so()
    {
        var folder = Train("run", Recipe.Parse(Settings));
        var newest = Path.Combine(folder.Checkpoints, "step-000000020.safetensors");
        File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..^1]);
        using var resumed = TrainingRun.Resume(null, _data.Dataset, folder);

        var notice = resumed.Execute(TestContext.Current.CancellationToken).OfType<Notice>().Single();

        Assert.Contains(newest, notice.Message, StringComparison.Ordinal);
        Assert.Equal(20, resumed.Step);
        Assert.Equal(20, Metrics(folder, "train").Length);
    }

    [Fact]
    public void A_folder_with_a_run_is_not_written_over()
    {
        var folder = Train("run", Recipe.Parse(Settings, settings: ["training.steps=1"]));

        var error = Assert.Throws<RecipeException>(
            () => TrainingRun.Start(Recipe.Parse(Settings), _data.Dataset, _data.Path, folder));

        Assert.Equal(
            $"'{folder.Path}' holds a run already. Add --resume to go on with it, or choose another folder.", error.Message);
    }

    [Fact]
    public void A_folder_with_other_files_is_not_trained_into()
    {
        _runs.Write("letter.txt", "dear");

        var error = Assert.Throws<RecipeException>(
            () => TrainingRun.Start(Recipe.Parse(Settings), _data.Dataset, _data.Path, new RunFolder(_runs.Path)));

        Assert.Equal(
            $"'{_runs.Path}' is not empty and holds no run. Choose a new or an empty folder, so that nothing of yours is mixed "
            + "with the run's files.",
            error.Message);
    }

    [Fact]
    public void Two_trainings_into_one_folder_are_refused()
    {
        var folder = new RunFolder(_runs["run"]);
        using var first = TrainingRun.Start(Recipe.Parse(Settings), _data.Dataset, _data.Path, folder);

        var error = Assert.Throws<RecipeException>(() => TrainingRun.Resume(null, _data.Dataset, folder));

        Assert.Equal(
            $"Another process is training into '{folder.Path}'. Wait for it to end, or choose another folder.", error.Message);
    }

    [Fact]
    public void A_run_is_resumed_with_its_own_recipe_but_may_run_longer()
    {
        var folder = Train("run", Recipe.Parse(Settings, settings: ["training.steps=5"]));
        var other = Recipe.Parse(Settings, settings: ["training.batch=9", "training.steps=6"]);

        var error = Assert.Throws<RecipeException>(() => TrainingRun.Resume(other, _data.Dataset, folder));

        Assert.Equal(
            $"The run in '{folder.Path}' was started with another recipe: training.batch is 8 there and 9 now. Resume it with its "
            + "own recipe (leave the recipe away), or start a run in another folder.",
            error.Message);
        using var longer = TrainingRun.Resume(Recipe.Parse(Settings, settings: ["training.steps=6"]), _data.Dataset, folder);
        Assert.Equal(6, longer.Execute(TestContext.Current.CancellationToken).OfType<RunFinished>().Single().Step);
    }

    [Fact]
    public void A_run_is_resumed_on_its_own_data()
    {
        var folder = Train("run", Recipe.Parse(Settings, settings: ["training.steps=1"]));
        using var other = new TinyDataset(seed: 2);

        var error = Assert.Throws<RecipeException>(() => TrainingRun.Resume(null, other.Dataset, folder));

        Assert.Equal(
            $"The run in '{folder.Path}' was trained on another dataset, '{_data.Path}'. Give that one with --data, or start a run "
            + "in another folder.",
            error.Message);
    }

    [Fact]
    public void A_folder_without_a_run_cannot_be_resumed()
    {
        var error = Assert.Throws<RecipeException>(
            () => TrainingRun.Resume(null, _data.Dataset, new RunFolder(_runs["none"])));

        Assert.Equal(
            $"'{_runs["none"]}' holds no run to resume. Leave --resume away to start one there.", error.Message);
    }

    private RunFolder Train(string name, Recipe recipe)
    {
        var folder = new RunFolder(_runs[name]);
        using var run = TrainingRun.Start(recipe, _data.Dataset, _data.Path, folder);
        _ = run.Execute(TestContext.Current.CancellationToken).Count();
        return folder;
    }

    private static void ExecuteUntil(TrainingRun run, int step)
    {
        using var source = new CancellationTokenSource();
        foreach (var happening in run.Execute(source.Token))
        {
            if (happening is StepDone done && done.Record.Step == step)
                source.Cancel();
        }
    }

    private static JsonObject[] Metrics(RunFolder folder, string kind) =>
    [
        .. File.ReadLines(folder.Metrics).Select(line => JsonNode.Parse(line)!.AsObject())
            .Where(line => (string)line["kind"]! == kind),
    ];

    private static string[] TimelessMetrics(RunFolder folder) =>
    [
        .. File.ReadLines(folder.Metrics).Select(line =>
        {
            var parsed = JsonNode.Parse(line)!.AsObject();
            parsed.Remove("seconds");
            return parsed.ToJsonString();
        }),
    ];

    private static byte[] Weights(RunFolder folder) => File.ReadAllBytes(Path.Combine(folder.Model, "weights.safetensors"));
}

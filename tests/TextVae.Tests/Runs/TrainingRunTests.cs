using TextVae.Corpus;
using TextVae.Models;
using TextVae.Runs;
using TorchSharp;

namespace TextVae.Tests.Runs;

public sealed class TrainingRunTests : IDisposable
{
    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void A_run_leaves_all_that_it_takes_to_use_and_to_repeat_it()
    {
        var folder = _runs.Train("run");

        Assert.Equal(TinyRuns.RecipeWith(), Recipe.Load(folder.Recipe));
        Assert.Equal((_runs.Data.Dataset.Info.Hash, 1L), (RunInfo.Load(folder).DatasetHash, RunInfo.Load(folder).Seed));
        Assert.Equal(20, TinyRuns.Metrics(folder, "train").Length);
        Assert.Equal([4, 8, 12, 16, 20], TinyRuns.Metrics(folder, "valid").Select(line => (long)line["step"]!));
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
        var whole = RunContent.Of(_runs.Train("whole", settings).Path);
        TinyRuns.Stop(_runs.Start("stopped", settings), stopAfter);

        _runs.Finish("stopped");

        var stopped = RunContent.Of(_runs["stopped"].Path);
        // Where it was stopped it has a checkpoint more, and so perhaps an old one less.
        foreach (var file in whole.Keys.Where(file => file != Path.Combine("checkpoints", "step-000000018.safetensors")))
            Assert.Equal(whole[file], stopped[file]);
    }

    [Fact]
    public void A_run_that_was_killed_goes_on_from_its_last_checkpoint_without_gaps_or_repeats()
    {
        var whole = _runs.Train("whole");
        // Step 8 is in the metrics, the last checkpoint is of step 6.
        TinyRuns.Kill(_runs.Start("killed"), happening => happening is StepDone { Record.Step: 8 });
        File.AppendAllText(_runs["killed"].Metrics, "{\"kind\":\"tra");

        using (var resumed = _runs.Resume("killed"))
            Assert.Equal(6, resumed.Step);
        _runs.Finish("killed");

        Assert.Equal(RunContent.Of(whole.Path), RunContent.Of(_runs["killed"].Path));
    }

    [Fact]
    public void The_same_seed_trains_the_same_model_and_another_seed_another_one()
    {
        var first = _runs.Train("first");
        var second = _runs.Train("second");
        var third = _runs.Train("third", "training.seed=2");

        Assert.Equal(Weights(first), Weights(second));
        Assert.NotEqual(Weights(first), Weights(third));
    }

    [Fact]
    public void The_best_model_is_that_of_the_lowest_bound_at_full_weight()
    {
        using (var run = _runs.Start(
            "run", "objective.kl={ schedule = \"linear\", to = 0.001, end = 1 }", "objective.word_dropout=0", "training.learning_rate=1e-9",
            "training.steps=8"))
        {
            foreach (var happening in run.Execute(TestContext.Current.CancellationToken))
            {
                // Of the two evaluations the first has a large KL, and the second texts whose ends are next to impossible.
                if (happening is StepDone { Record.Step: 3 })
                    Set(run.Model, logVariance: -60, end: 0);
                if (happening is StepDone { Record.Step: 7 })
                    Set(run.Model, logVariance: 0, end: -20);
            }
        }

        var evaluations = TinyRuns.Metrics(_runs["run"], "valid");
        Assert.All(evaluations, line => Assert.Equal(
            (double)line["reconstruction"]! + (double)line["kl"]!, (double)line["nll_bound"]!, 1e-9));
        double[] losses = [.. evaluations.Select(line => (double)line["reconstruction"]! + (0.001 * (double)line["kl"]!))];
        Assert.True(losses[0] < losses[1]);
        using var model = TrainedModel.Load(_runs["run"].Path);
        Assert.Equal(8, model.Step);
    }

    [Fact]
    public void The_information_bound_is_in_the_log_of_every_step_and_every_evaluation()
    {
        var folder = _runs.Train("run", "objective.mutual_information=5");

        Assert.All(TinyRuns.Metrics(folder, "train"), line => Assert.Equal(
            (double)line["reconstruction"]! + ((double)line["kl_weight"]! * (double)line["kl"]!) - (5 * (double)line["mi_bound"]!),
            (double)line["loss"]!, 1e-4));
        Assert.All(TinyRuns.Metrics(folder, "valid"), line => Assert.True(double.IsFinite((double)line["mi_bound"]!)));
        using var model = TrainedModel.Load(folder.Path);
        Assert.True(model.Model.Options.HasInformationNetwork);
    }

    [Fact]
    public void One_step_is_enough_for_a_model()
    {
        var folder = _runs.Train("run", "training.steps=1");

        using var model = TrainedModel.Load(folder.Path);
        Assert.Equal(1, model.Step);
    }

    [Fact]
    public void Patience_ends_a_run_whose_bound_does_not_fall()
    {
        using var run = _runs.Start(
            "run", "training.learning_rate=1", "training.patience=2", "training.steps=400", "training.evaluate_every=2",
            "objective.kl=1.0", "objective.word_dropout=0.0");

        var finished = run.Execute(TestContext.Current.CancellationToken).OfType<RunFinished>().Single();

        Assert.True(finished.StoppedEarly);
        Assert.Equal(finished.BestStep + 4, finished.Step);
    }

    [Fact]
    public void Patience_waits_for_a_KL_that_is_aimed_at()
    {
        using var run = _runs.Start(
            "run", "training.learning_rate=1", "training.patience=2", "training.steps=60", "training.evaluate_every=2",
            "objective.kl=1.0", "objective.word_dropout=0.0", "objective.target_kl=1000");

        var finished = run.Execute(TestContext.Current.CancellationToken).OfType<RunFinished>().Single();

        Assert.False(finished.StoppedEarly);
        Assert.True(finished.BestStep < 40);
    }

    [Fact]
    public void A_damaged_checkpoint_falls_back_to_the_one_before_it_and_says_so()
    {
        var folder = _runs.Train("run");
        var newest = Path.Combine(folder.Checkpoints, "step-000000020.safetensors");
        File.WriteAllBytes(newest, File.ReadAllBytes(newest)[..^1]);
        using var resumed = _runs.Resume("run");

        var notice = resumed.Execute(TestContext.Current.CancellationToken).OfType<Notice>().Single();

        Assert.Contains(newest, notice.Message, StringComparison.Ordinal);
        Assert.Equal(20, resumed.Step);
        Assert.Equal(20, TinyRuns.Metrics(folder, "train").Length);
    }

    [Fact]
    public void A_folder_with_a_run_is_not_written_over()
    {
        var folder = _runs.Train("run", "training.steps=1");

        var error = Assert.Throws<RecipeException>(() => _runs.Start("run"));

        Assert.Equal(
            $"'{folder.Path}' holds a run already. Add --resume to go on with it, or choose another folder.", error.Message);
    }

    [Fact]
    public void A_folder_with_other_files_is_not_trained_into()
    {
        var folder = Directory.CreateDirectory(_runs["run"].Path).FullName;
        File.WriteAllText(Path.Combine(folder, "letter.txt"), "dear");

        var error = Assert.Throws<RecipeException>(() => _runs.Start("run"));

        Assert.Equal(
            $"'{folder}' is not empty and holds no run. Choose a new or an empty folder, so that nothing of yours is mixed "
            + "with the run's files.",
            error.Message);
    }

    [Fact]
    public void Two_trainings_into_one_folder_are_refused()
    {
        using var first = _runs.Start("run");

        var error = Assert.Throws<RecipeException>(() => _runs.Resume("run"));

        Assert.Equal(
            $"Another process is training into '{_runs["run"].Path}'. Wait for it to end, or choose another folder.", error.Message);
    }

    [Fact]
    public void A_run_is_resumed_with_its_own_recipe_but_may_run_longer()
    {
        var folder = _runs.Train("run", "training.steps=5");
        var other = TinyRuns.RecipeWith("training.batch=9", "training.steps=6");

        var error = Assert.Throws<RecipeException>(() => TrainingRun.Resume(other, _runs.Data.Dataset, folder));

        Assert.Equal(
            $"The run in '{folder.Path}' was started with another recipe: training.batch is 8 there and 9 now. Resume it with its "
            + "own recipe (leave the recipe away), or start a run in another folder.",
            error.Message);
        using var longer = TrainingRun.Resume(TinyRuns.RecipeWith("training.steps=6"), _runs.Data.Dataset, folder);
        Assert.Equal(6, longer.Execute(TestContext.Current.CancellationToken).OfType<RunFinished>().Single().Step);
    }

    [Fact]
    public void A_run_is_resumed_on_its_own_data()
    {
        var folder = _runs.Train("run", "training.steps=1");
        using var other = new TinyDataset(seed: 2);

        var error = Assert.Throws<RecipeException>(() => TrainingRun.Resume(null, other.Dataset, folder));

        Assert.Equal(
            $"The run in '{folder.Path}' was trained on another dataset, '{_runs.Data.Path}'. Give that one with --data, or start a run "
            + "in another folder.",
            error.Message);
    }

    [Fact]
    public void A_folder_without_a_run_cannot_be_resumed()
    {
        var error = Assert.Throws<RecipeException>(() => _runs.Resume("none"));

        Assert.Equal(
            $"'{_runs["none"].Path}' holds no run to resume. Leave --resume away to start one there.", error.Message);
    }

    private static void Set(TextModel model, double logVariance, double end)
    {
        using var quiet = torch.no_grad();
        using var ofEnd = model.Output.Bias.narrow(0, Vocabulary.End, 1);
        model.get_parameter("encoder.log_variance.bias")!.FillInPlace(logVariance);
        ofEnd.FillInPlace(end);
    }

    private static byte[] Weights(RunFolder folder) => File.ReadAllBytes(Path.Combine(folder.Model, "weights.safetensors"));
}

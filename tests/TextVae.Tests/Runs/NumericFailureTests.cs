using System.Text.Json;
using TextVae.Batches;
using TextVae.Models;
using TextVae.Native;
using TextVae.Runs;
using TextVae.Training;
using TorchSharp;

namespace TextVae.Tests.Runs;

public sealed class NumericFailureTests : IDisposable
{
    private static readonly string[] Settings =
        ["objective.kl=1", "objective.word_dropout=0", "training.clip=0", "training.skip_limit=2"];

    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void After_some_such_steps_in_a_row_the_run_goes_back_to_the_last_checkpoint_with_half_the_rate()
    {
        var folder = _runs["run"];
        var notices = new List<string>();
        using (var run = _runs.Start("run", Settings))
            notices.AddRange(Execute(run, poisonAfter: 8).OfType<Notice>().Select(notice => notice.Message));

        Assert.Equal(
            [
                "Step 9 is skipped: the loss is NaN and the gradient's norm NaN, so it moves no parameter. More such steps are only counted.",
                "2 steps in a row, up to step 10, had a loss or a gradient that is not finite. The parameters are those of step 6 again, and "
                + "the learning rate is halved to 0.005.",
            ],
            notices);
        Assert.Equal(
            ["""{"kind":"rollback","step":10,"to_step":6,"learning_rate":0.005}"""],
            TinyRuns.Metrics(folder, "rollback").Select(line => line.ToJsonString()));
        Assert.Equal(Enumerable.Range(1, 20), Steps(folder));
        Assert.Equal(
            [(9L, 1L), (10L, 2L)],
            TinyRuns.Metrics(folder).Where(line => line.ContainsKey("skipped_steps")).Select(line => ((long)line["step"]!, (long)line["skipped_steps"]!)));
        Assert.Equal(ContinuedBy(from: 6, after: 10, rate: 0.005), Parameters(folder, 20));
    }

    [Fact]
    public void The_multiplier_of_a_target_goes_back_with_the_parameters()
    {
        using (var run = _runs.Start("run", [.. Settings, "objective.target_kl=2"]))
            _ = Execute(run, poisonAfter: 8).Count();

        var weights = TinyRuns.Metrics(_runs["run"], "train").ToDictionary(line => (long)line["step"]!, line => (double)line["kl_weight"]!);
        Assert.Equal(weights[7], weights[11]);
        Assert.NotEqual(weights[7], weights[8]);
    }

    [Fact]
    public void Without_a_checkpoint_it_goes_back_to_its_first_parameters()
    {
        var folder = _runs["run"];
        using (var run = _runs.Start("run", Settings))
            _ = Execute(run, poisonAfter: 2).Count();

        Assert.Equal(ContinuedBy(from: 0, after: 4, rate: 0.005), Parameters(folder, 20));
    }

    [Fact]
    public void A_checkpoint_whose_own_parameters_fail_is_not_gone_back_to()
    {
        var folder = _runs["run"];
        using var run = _runs.Start("run", Settings);

        // The poison comes before the checkpoint of the same step.
        var notice = Execute(run, poisonAfter: 6).OfType<Notice>().Last();

        Assert.Contains("The parameters are those of step 3 again", notice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_that_was_asked_for_is_gone_back_to_though_the_recipe_asks_for_others_now()
    {
        TinyRuns.Kill(_runs.Start("run", Settings), happening => happening is CheckpointSaved { Step: 6 });
        using var run = _runs.Resume("run", "training.checkpoint_every=100", "training.keep=1");

        var notice = Execute(run, poisonAfter: 10).OfType<Notice>().Last();

        Assert.Contains("The parameters are those of step 6 again", notice.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_of_where_a_run_was_stopped_among_failing_steps_is_not_gone_back_to()
    {
        using (var run = _runs.Start("run", Settings))
            StopAfterFailing(run, step: 6);
        using var resumed = _runs.Resume("run");

        var notice = Execute(resumed, poisonAfter: 8).OfType<Notice>().Last();

        Assert.Contains("The parameters are those of step 3 again", notice.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(3L, 3L)]
    [InlineData(2L, null)]
    public void Of_a_checkpoint_that_does_not_say_whether_it_was_asked_for_the_step_tells_it(long every, long? found)
    {
        using var model = Tiny.NewLanguageModel();
        using var optimizer = new Adam(model);
        var store = new CheckpointStore(_runs["run"], keep: 1, every);
        store.Open();
        store.Save(new RunState { Step = 3 }, model, optimizer);

        Assert.Equal(found, store.LoadBefore(4, model, optimizer, [])?.Step);
    }

    [Fact]
    public void The_second_time_it_stops_and_names_step_batch_and_texts()
    {
        var folder = _runs["run"];
        using var run = _runs.Start("run", Settings);

        var error = Assert.Throws<DivergenceException>(() => Execute(run, poisonAfter: [4, 11]).Count());

        var lengths = Enumerable.Range(0, _runs.Data.Dataset.Train.Count).Select(_runs.Data.Dataset.Train.LengthOf).ToArray();
        var texts = new BatchPlan(lengths, batchSize: 8, seed: 1).Epoch(1)[4];
        var precision = NativeRuntime.ResolvedPrecision == Precision.BFloat16 ? " or --precision float32" : "";
        Assert.Equal(
            $"The training in '{folder.Path}' stops: 2 steps in a row had a loss or a gradient that is not finite, though the run had gone back "
            + "to the parameters of step 3 and halved the learning rate. At step 13, batch 5 of 8 in epoch 2, the loss is NaN and the gradient's "
            + $"norm NaN. Its texts in the training split, counted from 0, are {string.Join(", ", texts)}. Try another run with a "
            + $"training.learning_rate far below 0.01, with training.clip=5{precision}. The checkpoints stay, and so does the best model if "
            + "there is one.",
            error.Message);
        Assert.Equal(Enumerable.Range(1, 13), Steps(folder));
        using var model = TrainedModel.Load(folder.Path);
        var best = TinyRuns.Metrics(folder, "valid").Where(line => line["nll_bound"] is not null).MinBy(line => (double)line["nll_bound"]!)!;
        Assert.Equal((long)best["step"]!, model.Step);
    }

    /// <summary>A learning rate of 10 makes exp(ln σ²) overflow: with seed 1 before the first checkpoint, with seed 3 after it.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 3)]
    [InlineData(1, 4)]
    [InlineData(3, 7)]
    [InlineData(3, 7, 8)]
    [InlineData(3, 9)]
    [InlineData(3, 10)]
    [InlineData(3, 11, 12, 13)]
    public void A_resumed_run_goes_back_as_the_uninterrupted_one_does(int seed, params int[] stops)
    {
        string[] settings = [.. Settings, "training.learning_rate=10", "training.clip=5", "training.keep=1", $"training.seed={seed}"];
        var whole = _runs.Train("whole", settings);
        Assert.NotEmpty(TinyRuns.Metrics(whole, "rollback"));
        TinyRuns.Stop(_runs.Start("stopped", settings), stops[0]);
        foreach (var stop in stops[1..])
            TinyRuns.Stop(_runs.Resume("stopped"), stop);

        _runs.Finish("stopped");

        Assert.Equal(RunContent.Of(whole.Path), RunContent.Of(_runs["stopped"].Path));
    }

    [Fact]
    public void A_bound_that_is_not_finite_is_never_the_best()
    {
        var folder = _runs["run"];
        using var run = _runs.Start("run", [.. Settings, "training.skip_limit=20", "training.steps=9"]);

        var events = Execute(run, poisonAfter: 5).ToArray();

        Assert.Equal(
            [(4, true, true), (8, false, false), (9, false, false)],
            events.OfType<Evaluated>().Select(evaluated => ((int)evaluated.Step, double.IsFinite(evaluated.Report.NllBound), evaluated.IsBest)));
        Assert.Equal(new RunFinished(9, 4, events.OfType<Evaluated>().First().Report.NllBound, StoppedEarly: false) { Skipped = 4 }, Assert.IsType<RunFinished>(events[^1]) with { Findings = [] });
        Assert.Equal([false, true, true], TinyRuns.Metrics(folder, "valid").Select(line => line["nll_bound"] is null));
    }

    [Fact]
    public void A_run_without_a_finite_bound_ends_without_a_model_and_says_so()
    {
        var folder = _runs["run"];
        using var run = _runs.Start("run", [.. Settings, "training.steps=1"]);

        var error = Assert.Throws<DivergenceException>(() => Execute(run, poisonAfter: 1).Count());

        Assert.StartsWith(
            $"The training in '{folder.Path}' has made its 1 steps, and no validation bound was finite, so there is no model. Try another run "
            + "with a training.learning_rate far below 0.01", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.Model));
    }

    [Fact]
    public void A_state_of_before_these_counts_goes_on_with_the_whole_rate()
    {
        var state = JsonSerializer.Deserialize(
            """{"step":5,"best_bound":"Infinity","best_step":0,"since_best":0,"evaluated_step":0}""", RunJsonLines.Default.RunState);

        Assert.Equal(new RunState { Step = 5 }, state);
        Assert.Equal((1, null), (state!.RateFactor, state.Updates));
    }

    /// <summary>Runs to the end; after each of some steps a parameter becomes NaN, so that every loss is, until it is restored.</summary>
    private static IEnumerable<RunEvent> Execute(TrainingRun run, params int[] poisonAfter)
    {
        foreach (var happening in run.Execute(TestContext.Current.CancellationToken))
        {
            if (happening is StepDone { Record.Step: var step } && poisonAfter.Contains((int)step))
            {
                using var quiet = torch.no_grad();
                run.Model.parameters().Last().FillInPlace(double.NaN);
            }

            yield return happening;
        }
    }

    /// <summary>Makes a single step fail and stops the run right behind it, whole again.</summary>
    private static void StopAfterFailing(TrainingRun run, long step)
    {
        using var source = new CancellationTokenSource();
        var parameter = run.Model.parameters().Last();
        var whole = parameter.detach().clone();
        Assert.Throws<OperationCanceledException>(() =>
        {
            foreach (var happening in run.Execute(source.Token))
            {
                if (happening is not StepDone { Record.Step: var made })
                    continue;
                using var quiet = torch.no_grad();
                if (made == step - 1)
                {
                    whole = parameter.detach().clone();
                    parameter.FillInPlace(double.NaN);
                }
                else if (made == step)
                {
                    parameter.copy_(whole);
                    source.Cancel();
                }
            }
        });
    }

    /// <summary>The parameters after step 20 of a trainer that takes a checkpoint's at another step and has another rate.</summary>
    private Dictionary<string, float[]> ContinuedBy(int from, int after, double rate)
    {
        var recipe = TinyRuns.RecipeWith(Settings);
        var training = recipe.Training with { LearningRate = rate };
        using var model = TextModel.Create(recipe.Model, _runs.Data.Dataset.Vocabulary.Count, training.Seed);
        using var optimizer = new Adam(model);
        if (from > 0)
        {
            // The run itself has not kept a checkpoint so old, but a shorter one with the same recipe ends there.
            var shorter = _runs.Train("shorter", [.. Settings, $"training.steps={from}"]);
            Assert.Equal(from, new CheckpointStore(shorter, keep: 1, every: 1).LoadNewest(model, optimizer, [])!.Step);
        }

        _ = new Trainer(model, recipe.Objective, training, _runs.Data.Dataset.Train, optimizer).Run(after).Count();
        return model.named_parameters().ToDictionary(named => named.name, named => Tiny.Floats(named.parameter));
    }

    private Dictionary<string, float[]> Parameters(RunFolder folder, int step)
    {
        var recipe = TinyRuns.RecipeWith(Settings);
        using var model = TextModel.Create(recipe.Model, _runs.Data.Dataset.Vocabulary.Count, seed: 2);
        using var optimizer = new Adam(model);
        Assert.Equal(step, new CheckpointStore(folder, keep: 1, every: 1).LoadNewest(model, optimizer, [])!.Step);
        return model.named_parameters().ToDictionary(named => named.name, named => Tiny.Floats(named.parameter));
    }

    private static IEnumerable<int> Steps(RunFolder folder) => TinyRuns.Metrics(folder, "train").Select(line => (int)line["step"]!);
}

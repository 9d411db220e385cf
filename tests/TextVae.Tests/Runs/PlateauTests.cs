using System.Text.Json.Nodes;
using TextVae.Models;
using TextVae.Runs;
using TextVae.Training;
using TorchSharp;

namespace TextVae.Tests.Runs;

public sealed class PlateauTests : IDisposable
{
    // At so high a rate the bound rises from one evaluation to the next.
    private static readonly string[] Rising =
    [
        "objective.kl=1", "objective.word_dropout=0", "training.optimizer=sgd", "training.momentum=0.5", "training.learning_rate=2",
        "training.schedule=plateau", "training.plateau_patience=2", "training.plateau_factor=0.25", "training.evaluate_every=2",
        "training.steps=40",
    ];

    private readonly TinyRuns _runs = new();

    public void Dispose() => _runs.Dispose();

    [Fact]
    public void The_rate_falls_after_as_many_evaluations_without_a_better_bound_until_the_last_plateau_ends_the_training()
    {
        using var run = _runs.Start("run", [.. Rising, "training.plateau_limit=2"]);

        var events = run.Execute(TestContext.Current.CancellationToken).ToArray();

        var (rate, waited, expected) = (2.0, 0, new List<string>());
        foreach (var happening in events)
        {
            if (happening is StepDone { Record: var record })
                Assert.Equal(rate, record.LearningRate);
            if (happening is not Evaluated evaluated)
                continue;
            waited = evaluated.IsBest ? 0 : waited + 1;
            if (waited < 2)
                continue;
            (rate, waited) = (rate / 4, 0);
            expected.Add(expected.Count == 0
                ? "The validation bound is on plateau 1: 2 evaluations in a row were not better, so the learning rate falls to 0.5."
                : "The validation bound is on plateau 2: 2 evaluations in a row were not better, and the training ends.");
        }

        Assert.Equal(2, expected.Count);
        Assert.Equal(expected, events.OfType<Notice>().Select(notice => notice.Message));
        var finished = Assert.IsType<RunFinished>(events[^1]);
        Assert.True(finished.StoppedEarly);
        Assert.InRange(finished.Step, 8, 39);
    }

    [Fact]
    public void The_best_model_comes_back_where_that_is_wanted()
    {
        // After a plateau the rate is next to nothing, so the parameters stay what they were made.
        string[] settings = [.. Rising, "training.plateau_factor=1e-12", "training.plateau_reload=true", "training.average=0.5"];
        using (var run = _runs.Start("run", settings))
        {
            var notices = run.Execute(TestContext.Current.CancellationToken).OfType<Notice>().ToArray();
            Assert.Matches(
                "^The validation bound is on plateau 1: 2 evaluations in a row were not better, so the learning rate falls to 2E-12, and the "
                + "parameters are those of step [0-9]+ again\\.$",
                notices[0].Message);
        }

        var last = Checkpoint("run", 40);
        using var best = TrainedModel.Load(_runs["run"].Path);
        foreach (var (name, parameter) in best.Model.named_parameters())
        {
            Assert.All(
                last[name].Zip(Tiny.Floats(parameter)), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        }
    }

    [Fact]
    public void A_model_of_another_step_is_not_taken_up_for_the_best_one()
    {
        var other = _runs.Train("other", "training.steps=1");
        using var run = _runs.Start("run", [.. Rising, "training.plateau_reload=true", "training.checkpoint_every=1", "training.keep=1"]);

        var notice = WithModelOf(other, run, _runs["run"]).OfType<Notice>().First();

        Assert.Matches(
            "^The validation bound is on plateau 1: 2 evaluations in a row were not better, so the learning rate falls to 0\\.5\\. The "
            + "parameters stay what they are: the best model, of step ([0-9]+), is not there any more, since model/ holds that of step 1 and no "
            + "checkpoint of step \\1 is left\\.$",
            notice.Message);
    }

    [Theory]
    [InlineData("training.average=0")]
    [InlineData("training.average=0.5")]
    public void Where_the_folder_has_another_model_the_best_one_comes_back_from_its_checkpoint(string average)
    {
        string[] settings = [.. Rising, "training.plateau_reload=true", "training.keep=40", average];
        var other = _runs.Train("other", "training.steps=1");
        var whole = _runs.Train("whole", settings);
        Assert.True(Rates(whole).Distinct().Count() > 1);

        using (var run = _runs.Start("run", settings))
            _ = WithModelOf(other, run, _runs["run"]).Count();

        Assert.Equal(Checkpoint("whole", 40), Checkpoint("run", 40));
    }

    [Theory]
    [InlineData("training.plateau_reload=false")]
    [InlineData("training.plateau_reload=true")]
    [InlineData("training.plateau_reload=true", "training.average=0.8", "training.checkpoint_every=7")]
    public void A_run_that_was_killed_has_its_plateaus_where_an_undisturbed_one_has_them(params string[] settings)
    {
        settings = [.. Rising, .. settings];
        var whole = _runs.Train("whole", settings);
        Assert.True(Rates(whole).Distinct().Count() > 1);

        TinyRuns.Kill(_runs.Start("killed", settings), happening => happening is Notice);
        TinyRuns.Kill(_runs.Resume("killed"), happening => happening is StepDone { Record.Step: 23 });
        _runs.Finish("killed");

        Assert.Equal(RunContent.Of(whole.Path), RunContent.Of(_runs["killed"].Path));
    }

    [Fact]
    public void The_average_is_what_is_evaluated_and_kept()
    {
        string[] settings = ["training.steps=12", "training.evaluate_every=12", "training.keep=9"];
        var averaged = _runs.Train("averaged", [.. settings, "training.average=0.9"]);
        var plain = _runs.Train("plain", settings);

        using var kept = TrainedModel.Load(averaged.Path);
        var (ofAverage, ofPlain) = (Checkpoint("averaged", 12), Checkpoint("plain", 12));
        foreach (var (name, parameter) in kept.Model.named_parameters())
        {
            // The average leaves the training itself alone.
            Assert.Equal(ofPlain[name], ofAverage[name]);
            Assert.Equal(Tiny.Floats(parameter), ofAverage["average." + name]);
        }

        Assert.NotEqual(ofAverage["output.linear.weight"], ofAverage["average.output.linear.weight"]);
        Assert.NotEqual(Bound(plain), Bound(averaged));
    }

    [Fact]
    public void A_cosine_may_not_be_made_longer_and_a_constant_rate_may()
    {
        _runs.Train("cosine", "training.schedule=cosine");
        _runs.Train("constant");

        var refused = Assert.Throws<RecipeException>(() => _runs.Resume("cosine", "training.steps=24"));
        _runs.Finish("constant", "training.steps=24");

        Assert.StartsWith(
            $"The run in '{_runs["cosine"].Path}' was started with another recipe: training.steps is 20 there and 24 now.", refused.Message,
            StringComparison.Ordinal);
        Assert.Equal(24, Rates(_runs["constant"]).Count());
    }

    /// <summary>Trains to the end, and puts the files of another run's model in the place of each best one.</summary>
    private static IEnumerable<RunEvent> WithModelOf(RunFolder other, TrainingRun run, RunFolder folder)
    {
        foreach (var happening in run.Execute(TestContext.Current.CancellationToken))
        {
            if (happening is Evaluated { IsBest: true })
            {
                foreach (var file in Directory.EnumerateFiles(other.Model))
                    File.Copy(file, Path.Combine(folder.Model, Path.GetFileName(file)), overwrite: true);
            }

            yield return happening;
        }
    }

    private static IEnumerable<double> Rates(RunFolder folder) =>
        from line in Lines(folder)
        where (string)line["kind"]! == "train"
        select (double)line["learning_rate"]!;

    private static double Bound(RunFolder folder) =>
        (double)Lines(folder).Last(line => (string)line["kind"]! == "valid")["nll_bound"]!;

    private static IEnumerable<JsonNode> Lines(RunFolder folder) => File.ReadLines(folder.Metrics).Select(line => JsonNode.Parse(line)!);

    /// <summary>The numbers of the last checkpoint by name, those of the average behind "average.".</summary>
    private Dictionary<string, float[]> Checkpoint(string name, long step)
    {
        var recipe = Recipe.Load(_runs[name].Recipe);
        using var model = TextModel.Create(recipe.Model, _runs.Data.Dataset.Vocabulary.Count, seed: 9);
        using var optimizer = Optimizer.For(model, recipe.Training);
        Assert.Equal(step, new CheckpointStore(_runs[name], keep: 9, every: 1).LoadNewest(model, optimizer, [])!.Step);
        return model.named_parameters().Select(named => (Name: named.name, Tensor: (torch.Tensor)named.parameter))
            .Concat(optimizer.State).ToDictionary(named => named.Name, named => Tiny.Floats(named.Tensor));
    }
}

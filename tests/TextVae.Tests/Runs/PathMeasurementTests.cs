using TextVae.Batches;
using TextVae.Corpus;
using TextVae.Evaluation;
using TextVae.Generation;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

public sealed class PathMeasurementTests
{
    private static readonly DecodingOptions Greedy = new() { MaximumLength = 9 };

    [Fact]
    public void The_ends_of_a_way_are_reconstructions_and_what_is_measured_is_what_the_model_says_of_them()
    {
        using var runs = new TinyRuns(new TinyDataset(random => $"{"abc"[random.Next(3)]} {"abc"[random.Next(3)]}", (60, 13, 2)));
        using var model = TrainedModel.Load(runs.Train("run").Path);
        var options = new EvaluationOptions { Samples = 3 };
        using var ways = new PathMeasurement(model, runs.Data.Dataset, Split.Test, Greedy, options, paths: 1, steps: 3);

        var report = ways.Measure(cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(
            [
                (PathKind.Linear, 0, 1), (PathKind.Linear, 0.5, 1), (PathKind.Linear, 1, 1), (PathKind.Spherical, 0, 1),
                (PathKind.Spherical, 0.5, 1), (PathKind.Spherical, 1.0, 1),
            ],
            report.Paths.Select(found => (found.Path, found.Share, found.Texts)));
        Assert.Equal(report.Paths[0] with { Path = PathKind.Spherical }, report.Paths[3]);
        Assert.Equal(1, report.Paths[0].NewShare);
        using var generator = new TextGenerator(model.Model, Greedy);
        var test = runs.Data.Dataset.Test;
        GeneratedText[] ends = [.. generator.Reconstruct([test.Read(0), test.Read(1)])];
        double[] expected = [.. ends.Select(end => -end.LogProbability / (end.Words.Length + 1))];
        Assert.Equal(expected.Order(), new[] { report.Paths[0].NllGivenVector, report.Paths[2].NllGivenVector }.Order(), new Close());
        var evaluator = new Evaluator(model.Model, options);
        double[] bounds =
        [
            .. ends.Select(end =>
            {
                using var batch = Batch.Of([end.Words]);
                return evaluator.Measure(batch, TestContext.Current.CancellationToken).Sum(bound => bound.Reconstruction + bound.Kl) / (end.Words.Length + 1);
            }),
        ];
        Assert.Equal(bounds.Order(), new[] { report.Paths[0].NllPerToken, report.Paths[2].NllPerToken }.Order(), new Close());
        var whole = new Evaluator(model.Model, options).Evaluate(test, cancellation: TestContext.Current.CancellationToken);
        Assert.Equal(whole.NllBound * whole.Sentences / whole.Tokens, report.PathsNllReal, 0.1); // the same but for the noise of three samples
    }

    [Fact]
    public void A_text_that_stays_is_not_new()
    {
        using var runs = new TinyRuns();
        // Nothing can be worth a thousand times its nats, so all vectors are alike.
        using var model = TrainedModel.Load(runs.Train("run", "objective.kl=1000.0", "training.steps=60").Path);
        using var ways = new PathMeasurement(model, runs.Data.Dataset, Split.Test, Greedy, new EvaluationOptions(), paths: 7, steps: 4);

        var report = ways.Measure(cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(
            [1, 0, 0, 0, 1, 0, 0, 0], report.Paths.Select(found => found.NewShare));
        Assert.All(report.Paths, found => Assert.Equal(7, found.Texts));
    }

    [Fact]
    public void What_has_no_ways_is_told_before_anything_is_measured()
    {
        using var runs = new TinyRuns("x", "y");
        using var single = new TinyRuns(new TinyDataset(_ => "a b", (20, 4, 1)));

        Assert.StartsWith("This model is a language model", Refused<RecipeException>(runs, "lm", 1, "model.kind=lm"), StringComparison.Ordinal);
        Assert.StartsWith("This model reads labels", Refused<RecipeException>(runs, "labels", 1, "model.label_embedding=2"), StringComparison.Ordinal);
        Assert.StartsWith("There are 0 ways of 4 steps", Refused<RecipeException>(runs, "none", 0), StringComparison.Ordinal);
        Assert.StartsWith("This split has fewer than two", Refused<DataException>(single, "single", 1), StringComparison.Ordinal);

        static string Refused<T>(TinyRuns of, string name, int paths, params string[] settings)
            where T : TextVaeException
        {
            using var model = TrainedModel.Load(of.Train(name, settings).Path);
            return Assert.Throws<T>(() =>
            {
                using var ways = new PathMeasurement(model, of.Data.Dataset, Split.Test, Greedy, new EvaluationOptions(), paths, steps: 4);
            }).Message;
        }
    }

    private sealed class Close : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) < 1e-4;

        public int GetHashCode(double obj) => 0;
    }
}

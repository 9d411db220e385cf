using TextVae.Evaluation.Probes;
using TorchSharp;

namespace TextVae.Tests.Evaluation.Probes;

public sealed class LinearProbeTests
{
    [Fact]
    public void Ridge_regression_solves_the_normal_equations_of_the_standardised_features()
    {
        using var scope = torch.NewDisposeScope();
        var (features, target) = Random(sentences: 40, count: 5);
        var axes = new PrincipalAxes(features);

        var fitted = RidgeRegression.Fit(axes, target, penalty: 3).Scores(axes.Project(features)).squeeze(1);

        var standard = (features - features.mean([0L])) / features.std([0L], unbiased: false);
        var gram = standard.t().matmul(standard).Plus(torch.eye(5, dtype: torch.ScalarType.Float64).Times(3));
        var weights = torch.linalg.solve(gram, standard.t().matmul(target));
        AssertClose(standard.matmul(weights).Plus(target.mean()), fitted, 1e-9);
    }

    [Fact]
    public void A_linear_target_is_found_whatever_the_scale_of_features_and_whatever_never_varies()
    {
        using var scope = torch.NewDisposeScope();
        var (features, _) = Random(sentences: 50, count: 4);
        features = (features * torch.tensor(new[] { 1e-6, 1, 1e6, 0 })).Plus(5);
        var target = (features.select(1, 0).Times(2e6) - features.select(1, 2).Times(3e-6)).Plus(7);
        var axes = new PrincipalAxes(features);

        var fitted = RidgeRegression.Fit(axes, target, penalty: 1e-9).Scores(axes.Project(features)).squeeze(1);

        AssertClose(target, fitted, 1e-4);
    }

    [Fact]
    public void Logistic_regression_stands_where_its_loss_has_no_slope()
    {
        using var scope = torch.NewDisposeScope();
        var (features, target) = Random(sentences: 60, count: 4);
        features = (features * torch.tensor(new[] { 1e-3, 1, 50, 1 })).Plus(3);
        var classes = (target > torch.tensor(-0.25)).to(torch.ScalarType.Int64).Plus((target > torch.tensor(0.25)).to(torch.ScalarType.Int64));

        var model = LogisticRegression.Fit(FeatureRows.Of(features), Classes(classes), 3, penalty: 0.5);

        var (mean, deviation) = (features.mean([0L]), features.std([0L], unbiased: false));
        var raw = torch.tensor(model.Weights, [4, 3]);
        var weights = (raw * deviation.unsqueeze(1)).requires_grad_();
        var intercepts = torch.tensor(model.Intercepts).Plus(mean.matmul(raw)).requires_grad_();
        var scores = ((features - mean) / deviation).matmul(weights).Plus(intercepts);
        var loss = torch.nn.functional.cross_entropy(scores, classes, reduction: torch.nn.Reduction.Sum)
            .Plus(weights.Square().sum().Times(0.25));
        loss.backward();
        Assert.InRange(weights.grad!.abs().max().ToDouble(), 0, 60 * 2e-5);
        Assert.InRange(intercepts.grad!.abs().max().ToDouble(), 0, 60 * 2e-5);
    }

    [Fact]
    public void Where_features_say_nothing_logistic_regression_gives_the_classes_their_shares()
    {
        using var scope = torch.NewDisposeScope();
        var rows = FeatureRows.Of(torch.ones([100, 2], torch.ScalarType.Float64));

        var model = LogisticRegression.Fit(rows, [.. Enumerable.Range(0, 100).Select(i => i < 97 ? 0 : 1)], 2, penalty: 1);

        AssertClose(torch.tensor(new[] { 0.97, 0.03 }), torch.tensor(model.Intercepts).softmax(0), 2e-5);
        Assert.Equal([0, 0, 0, 0], model.Weights);
    }

    [Fact]
    public void Separable_classes_are_told_apart_and_the_largest_penalty_leaves_the_most_frequent()
    {
        using var scope = torch.NewDisposeScope();
        var (features, _) = Random(sentences: 90, count: 3);
        var classes = features.Plus(torch.tensor(new[] { 1.0, 0, 0 })).argmax(1);
        var rows = FeatureRows.Of(features.Plus(torch.nn.functional.one_hot(classes, 3).Times(5)));

        var free = LogisticRegression.Fit(rows, Classes(classes), 3, penalty: 0.01).Scores(rows);
        var held = LogisticRegression.Fit(rows, Classes(classes), 3, penalty: 1e9).Scores(rows);

        Assert.True(torch.tensor(free, [90, 3]).argmax(1).eq(classes).all().item<bool>());
        Assert.True(torch.tensor(held, [90, 3]).argmax(1).to(torch.ScalarType.Bool).logical_not().all().item<bool>());
    }

    [Fact]
    public void Rows_with_zeros_have_the_products_and_the_standard_of_the_whole_table()
    {
        using var scope = torch.NewDisposeScope();
        var (features, _) = Random(sentences: 7, count: 5);
        features = features.relu();
        var rows = FeatureRows.Of(features);
        var weights = Random(sentences: 5, count: 2, seed: 2).Features;
        var (product, transposed) = (new double[14], new double[10]);

        rows.AddProduct(Numbers(weights), product, 2);
        rows.AddTransposed(product, transposed, 2);

        AssertClose(features.matmul(weights), torch.tensor(product, [7, 2]), 1e-12);
        AssertClose(features.t().matmul(features.matmul(weights)), torch.tensor(transposed, [5, 2]), 1e-12);
        var (means, scales) = rows[2..6].Standard();
        AssertClose(features.narrow(0, 2, 4).mean([0L]), torch.tensor(means), 1e-12);
        var deviation = features.narrow(0, 2, 4).std([0L], unbiased: false);
        AssertClose((deviation > torch.zeros_like(deviation)).to(torch.ScalarType.Float64), torch.tensor(scales) * deviation, 1e-12);
    }

    [Fact]
    public void The_penalty_is_strong_where_there_is_nothing_to_learn_and_weak_where_there_is()
    {
        using var scope = torch.NewDisposeScope();
        var (features, noise) = Random(sentences: 200, count: 30);
        var (unseen, _) = Random(sentences: 100, count: 30, seed: 2);
        var probe = new ProbeFeatures(features, unseen);

        var ofNoise = probe.Scores(0, Numbers(noise)).squeeze(1);
        var ofTruth = probe.Scores(0, Numbers(features.select(1, 0))).squeeze(1);

        Assert.InRange((ofNoise - noise.mean()).Square().mean().ToDouble(), 0, 0.1);
        Assert.InRange((ofTruth - unseen.select(1, 0)).Square().mean().ToDouble(), 0, 1e-4);
    }

    private static (torch.Tensor Features, torch.Tensor Target) Random(int sentences, int count, int seed = 1)
    {
        var random = new RandomStream(seed);
        var numbers = Enumerable.Range(0, sentences * (count + 1)).Select(_ => random.NextNormal()).ToArray();
        var all = torch.tensor(numbers, [sentences, count + 1]);
        return (all.narrow(1, 0, count), all.select(1, count));
    }

    private static int[] Classes(torch.Tensor classes) => Array.ConvertAll(classes.data<long>().ToArray(), value => (int)value);

    private static double[] Numbers(torch.Tensor tensor) => tensor.contiguous().data<double>().ToArray();

    private static void AssertClose(torch.Tensor expected, torch.Tensor actual, double tolerance) =>
        Assert.InRange((expected - actual).abs().max().ToDouble(), 0, tolerance);
}

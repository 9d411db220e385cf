using TextVae.Batches;
using TextVae.Evaluation;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Evaluation;

/// <summary>The bound against numerical integration over a latent of one dimension.</summary>
public sealed class BoundTests
{
    private const double Step = 0.02;
    private const int Points = 1001;

    public static TheoryData<string> Sentences => ["4", "5 6 4", "6 6 6 4 5"];

    [Theory]
    [MemberData(nameof(Sentences))]
    public void Log_likelihood_is_the_bound_plus_the_divergence_from_the_true_posterior(string sentence)
    {
        int[] words = [.. sentence.Split(' ').Select(int.Parse)];
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Latent = 1 });
        using var batch = Batch.Of([words]);
        var exact = Integrate(model, words);

        var sampled = new Evaluator(model, new EvaluationOptions { Samples = 3000 }).Measure(batch)[0];

        // Equation 3 as an equality: −ln p(x) = bound − D[q(z|x) ‖ p(z|x)], and the last is never negative.
        Assert.Equal(exact.NegativeLogLikelihood, exact.Bound - exact.Gap, 1e-4);
        Assert.True(exact.Gap > 1e-3, "this untrained posterior is not the true one");
        Assert.Equal(exact.Kl, sampled.Kl, 1e-3);
        Assert.Equal(exact.Bound, sampled.Reconstruction + sampled.Kl, 4 * exact.Deviation / Math.Sqrt(3000));
        Assert.True(sampled.Reconstruction + sampled.Kl > exact.NegativeLogLikelihood);
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void So_it_is_with_a_prior_that_is_learnt(string sentence)
    {
        int[] words = [.. sentence.Split(' ').Select(int.Parse)];
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Latent = 1, Prior = PriorKind.Learned });
        model.Prior!.get_parameter("mean")!.FillInPlace(0.5);
        model.Prior.get_parameter("whitening")!.FillInPlace(0.4);
        using var batch = Batch.Of([.. Enumerable.Repeat(words, 200)]);
        var exact = Integrate(model, words);

        var sampled = new Evaluator(model, new EvaluationOptions { Samples = 20, Iw = 300 }).Measure(batch);

        Assert.Equal(exact.NegativeLogLikelihood, exact.Bound - exact.Gap, 1e-4);
        Assert.Equal(exact.Kl, sampled[0].Kl, 1e-3);
        Assert.Equal(exact.Bound, sampled.Average(measured => measured.Reconstruction + measured.Kl), 4 * exact.Deviation / Math.Sqrt(4000));
        Assert.Equal(exact.NegativeLogLikelihood, sampled.Average(measured => measured.Weighted!.NegativeLogLikelihood), 0.04);
    }

    [Theory]
    [MemberData(nameof(Sentences))]
    public void The_importance_weighted_estimate_rises_from_the_bound_to_the_log_likelihood(string sentence)
    {
        int[] words = [.. sentence.Split(' ').Select(int.Parse)];
        using var quiet = torch.no_grad();
        using var model = Tiny.NewAutoencoder(Tiny.Autoencoder with { Latent = 1 });
        using var batch = Batch.Of([.. Enumerable.Repeat(words, 200)]);
        var exact = Integrate(model, words);
        double Mean(int k) => new Evaluator(model, new EvaluationOptions { Samples = 1, Iw = k }).Measure(batch)
            .Average(measured => measured.Weighted!.NegativeLogLikelihood);

        var (one, ten, many) = (Mean(1), Mean(10), Mean(300));

        Assert.Equal(exact.Bound, one, 5 * exact.Deviation / Math.Sqrt(200));
        Assert.InRange(ten, exact.NegativeLogLikelihood, one);
        Assert.InRange(many, exact.NegativeLogLikelihood - 0.02, ten);
        Assert.Equal(exact.NegativeLogLikelihood, many, 0.04);
    }

    private static Exact Integrate(VariationalAutoencoder model, int[] words)
    {
        var grid = torch.linspace(-(Points - 1) * Step / 2, (Points - 1) * Step / 2, Points).unsqueeze(1);
        using var batch = Batch.Of([words]);
        using var copies = Batch.Of([.. Enumerable.Repeat(words, Points)]);
        var nll = Doubles(model.Reconstruction(copies, grid));
        var posterior = model.Encode(batch);
        var q = Doubles(new GaussianPosterior(posterior.Mu.expand(Points, 1), posterior.LogVariance.expand(Points, 1))
            .LogDensity(grid));
        // Of N(m, 1/W²), or of N(0, 1).
        var learnt = model.Prior?.Gaussian();
        var mean = learnt?.Mean.expand(Points, 1) ?? torch.zeros(Points, 1);
        var logVariance = learnt?.LogScale.Times(-2).expand(Points, 1) ?? torch.zeros(Points, 1);
        var prior = Doubles(new GaussianPosterior(mean, logVariance).LogDensity(grid));
        double Sum(Func<int, double> value) => Enumerable.Range(0, Points).Sum(value) * Step;

        var logLikelihood = Math.Log(Sum(i => Math.Exp(prior[i] - nll[i])));
        var reconstruction = Sum(i => Math.Exp(q[i]) * nll[i]);
        var square = Sum(i => Math.Exp(q[i]) * nll[i] * nll[i]);
        var kl = Sum(i => Math.Exp(q[i]) * (q[i] - prior[i]));
        var gap = Sum(i => Math.Exp(q[i]) * (q[i] - (prior[i] - nll[i] - logLikelihood)));
        return new Exact(
            -logLikelihood, reconstruction + kl, kl, gap, Math.Sqrt(Math.Max(0, square - (reconstruction * reconstruction))));
    }

    private static double[] Doubles(torch.Tensor tensor) => Array.ConvertAll(Tiny.Floats(tensor), value => (double)value);

    private sealed record Exact(double NegativeLogLikelihood, double Bound, double Kl, double Gap, double Deviation);
}

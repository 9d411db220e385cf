using TextVae.Evaluation;
using TextVae.Native;

namespace TextVae.Tests.Evaluation;

/// <summary>The estimators on a model whose likelihood is known in closed form.</summary>
public sealed class BoundEstimatorTests
{
    private const int Sentences = 400;
    private const double Shift = 0.3;
    private const double Widening = 1.4;

    public BoundEstimatorTests() => NativeRuntime.EnsureLoaded();

    [Fact]
    public void With_the_true_posterior_every_number_of_samples_gives_the_likelihood_itself()
    {
        var model = new LinearGaussian(20, latent: 3);

        var measured = new BoundEstimator(new EvaluationOptions { Samples = 1, Iw = 100 }).Measure(model.Posterior(), model);

        foreach (var (exact, sentence) in model.Exact.Zip(measured))
        {
            Assert.All(sentence.Weighted!.Curve, nll => Assert.Equal(exact, nll, 1e-4));
            Assert.Equal(exact, sentence.Weighted.NegativeLogLikelihood, 1e-4);
            Assert.Equal(100, sentence.Weighted.EffectiveSamples, 0.01);
        }
    }

    [Fact]
    public void The_bound_lies_above_the_likelihood_by_the_divergence_from_the_true_posterior()
    {
        var model = new LinearGaussian(Sentences, latent: 2);

        var bounds = new BoundEstimator(new EvaluationOptions { Samples = 20 }).Measure(model.Posterior(Shift, Widening), model);

        var above = SentenceFigure.Mean(
            "gap", [.. bounds.Zip(model.Exact, (sentence, exact) => sentence.Reconstruction + sentence.Kl - exact)]);
        Assert.Equal(model.Gap(Shift, Widening), above.Value, 4 * above.StandardError!.Value);
        Assert.True(model.Gap(Shift, Widening) > 20 * above.StandardError, "or the comparison says little");
    }

    [Fact]
    public void The_curve_falls_from_the_bound_to_the_likelihood_within_its_error()
    {
        var model = new LinearGaussian(Sentences, latent: 2);

        var measured = new BoundEstimator(new EvaluationOptions { Samples = 1, Iw = 700 })
            .Measure(model.Posterior(Shift, Widening), model);

        Assert.Equal([1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 700], ImportanceWeights.CurveSizes(700));
        SentenceFigure[] above =
        [
            .. Enumerable.Range(0, 11).Select(place => SentenceFigure.Mean(
                "gap", [.. measured.Zip(model.Exact, (sentence, exact) => sentence.Weighted!.Curve[place] - exact)])),
        ];
        Assert.Equal(model.Gap(Shift, Widening), above[0].Value, 4 * above[0].StandardError!.Value);
        Assert.All(above, gap => Assert.True(gap.Value > -4 * gap.StandardError));
        Assert.Equal(above.Select(gap => gap.Value).Take(8).OrderDescending(), above.Select(gap => gap.Value).Take(8));
        Assert.Equal(0, above[^1].Value, 4 * above[^1].StandardError!.Value);
        Assert.True(above[^1].StandardError < 0.01, "or the likelihood is not reached");
    }

    [Fact]
    public void No_point_of_the_curve_favours_samples_by_their_place()
    {
        // Of fewer samples in all, the same point has the same expectation, and only more noise.
        var model = new LinearGaussian(4000, latent: 2);
        SentenceFigure Four(int iw) => SentenceFigure.Mean(
            "nll_iw", [.. new BoundEstimator(new EvaluationOptions { Samples = 1, Iw = iw }).Measure(model.Posterior(Shift, Widening), model)
                .Select(sentence => sentence.Weighted!.Curve[2])]);

        var (four, seven) = (Four(4), Four(7));

        var difference = four.Minus(seven);
        Assert.Equal(0, difference.Difference, 4 * difference.StandardError!.Value);
        Assert.True(difference.StandardError < 0.01, "or the comparison says little");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1000)]
    public void How_many_samples_fit_memory_changes_no_number(int samplesAtOnce)
    {
        var options = new EvaluationOptions { Samples = 5, Iw = 50 };
        var expected = Measure(new LinearGaussian(9, latent: 2));

        var measured = Measure(new LinearGaussian(9, latent: 2) { SamplesAtOnce = samplesAtOnce });

        foreach (var (own, other) in expected.Zip(measured))
        {
            Assert.Equal(own.Reconstruction, other.Reconstruction, 1e-12);
            Assert.Equal(own.Weighted!.EffectiveSamples, other.Weighted!.EffectiveSamples, 1e-12);
            Assert.Equal(own.Weighted.Curve, other.Weighted.Curve);
        }

        SentenceBound[] Measure(LinearGaussian model) =>
            new BoundEstimator(options).Measure(model.Posterior(Shift, Widening), model);
    }
}

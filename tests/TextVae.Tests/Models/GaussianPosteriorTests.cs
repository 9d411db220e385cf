using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Models;

public sealed class GaussianPosteriorTests
{
    private static GaussianPosterior Posterior => new(
        torch.tensor(new float[] { 0.5f, -1, 0, 2 }, [2, 2]), torch.tensor(new float[] { 0.3f, -0.7f, 0, 1 }, [2, 2]));

    [Fact]
    public void The_divergence_to_the_prior_agrees_with_monte_carlo()
    {
        const int samples = 400_000;
        torch.random.manual_seed(1);
        var prior = new GaussianPosterior(torch.zeros(2, 2), torch.zeros(2, 2));
        var z = Posterior.Sample(torch.randn(samples, 2, 2));

        var ratio = Posterior.LogDensity(z) - prior.LogDensity(z);

        var closed = Tiny.Floats(Posterior.KlToPrior());
        var mean = Tiny.Floats(ratio.mean([0L]));
        var error = Tiny.Floats(ratio.std(0).Times(1 / Math.Sqrt(samples)));
        for (var i = 0; i < 2; i++)
            Assert.Equal(closed[i], mean[i], 4 * error[i]);
    }

    [Fact]
    public void The_log_ratio_is_that_of_the_two_densities()
    {
        var prior = new GaussianPosterior(torch.zeros(2, 2), torch.zeros(2, 2));
        var z = torch.randn(5, 2, 2);

        Assert.True(Posterior.LogRatioToPrior(z).allclose(Posterior.LogDensity(z) - prior.LogDensity(z), rtol: 1e-4, atol: 1e-5));
    }

    // x = a z + noise of variance s: I(z; x) = ½ ln(1 + a²/s), and the true posterior is N(a x / (a² + s), s / (a² + s)).
    [Theory]
    [InlineData(0, 1)]
    [InlineData(0.4, 1)]
    [InlineData(0, 1.7)]
    [InlineData(-0.3, 0.6)]
    public void The_information_bound_of_a_linear_gaussian_pair_is_its_information_less_the_guess_s_divergence(
        double shift, double stretch)
    {
        const double gain = 1.5;
        const double noise = 0.7;
        const int pairs = 400_000;
        torch.random.manual_seed(3);
        var z = torch.randn(pairs, 1);
        var x = z.Times(gain).Plus(torch.randn(pairs, 1).Times(Math.Sqrt(noise)));
        var variance = noise / ((gain * gain) + noise);
        var truth = x.Times(gain / ((gain * gain) + noise));
        var guess = new GaussianPosterior(truth.Plus(shift), torch.zeros_like(truth).Plus(Math.Log(variance * stretch)));

        var ratios = guess.LogRatioToPrior(z);

        // KL(N(m, v) ‖ N(m + shift, v · stretch)), the same for every x.
        var divergence = 0.5 * ((1 / stretch) + (shift * shift / (variance * stretch)) - 1 + Math.Log(stretch));
        var information = 0.5 * Math.Log(1 + (gain * gain / noise));
        var error = 4 * ratios.std().ToDouble() / Math.Sqrt(pairs);
        Assert.Equal(information - divergence, ratios.mean().ToDouble(), error);
        Assert.True((shift, stretch) == (0, 1) || divergence > error, "the guess is as good as the true posterior");
    }

    [Fact]
    public void The_prior_itself_has_no_divergence() =>
        Assert.Equal([0], Tiny.Floats(new GaussianPosterior(torch.zeros(1, 3), torch.zeros(1, 3)).KlToPrior()));

    [Fact]
    public void The_density_is_that_of_the_normal_distribution()
    {
        var standard = new GaussianPosterior(torch.zeros(1, 1), torch.zeros(1, 1));

        Assert.Equal(-0.5 * Math.Log(2 * Math.PI), standard.LogDensity(torch.zeros(1, 1)).ToDouble(), 1e-6);
        Assert.Equal(-0.5 * Math.Log(2 * Math.PI) - 2, standard.LogDensity(torch.tensor(2f).expand(1, 1)).ToDouble(), 1e-6);
    }

    [Fact]
    public void Samples_have_the_mean_and_the_variance_they_should()
    {
        torch.random.manual_seed(2);

        var z = Posterior.Sample(torch.randn(200_000, 2, 2));

        Assert.True(z.mean([0L]).allclose(Posterior.Mu, atol: 0.02));
        Assert.True(z.var(0).allclose(Posterior.LogVariance.exp(), rtol: 0.02));
    }
}

using TextVae.Models;
using TorchSharp;

namespace TextVae.Tests.Models;

public sealed class GaussianPosteriorTests
{
    private static readonly GaussianPosterior Posterior = new(
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
        var error = Tiny.Floats(ratio.std(0) / Math.Sqrt(samples));
        for (var i = 0; i < 2; i++)
            Assert.Equal(closed[i], mean[i], 4 * error[i]);
    }

    [Fact]
    public void The_prior_itself_has_no_divergence() =>
        Assert.Equal([0], Tiny.Floats(new GaussianPosterior(torch.zeros(1, 3), torch.zeros(1, 3)).KlToPrior()));

    [Fact]
    public void The_density_is_that_of_the_normal_distribution()
    {
        var standard = new GaussianPosterior(torch.zeros(1, 1), torch.zeros(1, 1));

        Assert.Equal(-0.5 * Math.Log(2 * Math.PI), standard.LogDensity(torch.zeros(1, 1)).ToDouble(), 1e-6);
        Assert.Equal(-0.5 * Math.Log(2 * Math.PI) - 2, standard.LogDensity(torch.full(1, 1, 2f)).ToDouble(), 1e-6);
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

using TextVae.Evaluation;
using TextVae.Native;

namespace TextVae.Tests.Evaluation;

public sealed class AggregatePosteriorTests
{
    public AggregatePosteriorTests() => NativeRuntime.EnsureLoaded();

    [Fact]
    public void The_information_of_a_mixture_is_that_of_numerical_integration()
    {
        double[] means = [-1, 0.5, 2];
        double[] deviations = [0.4, 0.8, 0.3];
        var (information, marginal, kl) = (0.0, 0.0, 0.0);
        const double step = 1e-3;
        for (var z = -8.0; z < 8; z += step)
        {
            double[] densities = [.. means.Zip(deviations, (mu, sigma) => Normal((z - mu) / sigma) / sigma)];
            var mixture = densities.Average();
            information += step * densities.Average(q => q > 0 ? q * Math.Log(q / mixture) : 0);
            marginal += mixture > 0 ? step * mixture * Math.Log(mixture / Normal(z)) : 0;
            kl += step * densities.Average(q => q > 0 ? q * Math.Log(q / Normal(z)) : 0);
        }

        var table = Posteriors.Of([.. means.Select(mu => new[] { mu })], [.. deviations.Select(sigma => new[] { sigma })]);
        var measured = AggregatePosterior.Measure(
            table, samples: 20_000, seed: 1, cancellation: TestContext.Current.CancellationToken);

        // 60,000 samples of numbers that vary by about one.
        Assert.Equal(information, measured.MutualInformation.Average(), 0.015);
        Assert.Equal(marginal, measured.MarginalKl.Average(), 0.015);
        Assert.Equal(kl, table.KlPerDimension()[0], 1e-6);
        Assert.Equal(kl, information + marginal, 1e-6);
        Assert.InRange(information, 0.5, Math.Log(3) - 0.1);
    }

    [Fact]
    public void Where_every_posterior_is_the_same_z_tells_nothing()
    {
        var table = Posteriors.Of(
            [.. Enumerable.Repeat(new[] { 0.7, -2 }, 50)], [.. Enumerable.Repeat(new[] { 0.1, 3 }, 50)]);

        var measured = Measure(table);

        Assert.All(measured.MutualInformation, share => Assert.Equal(0, share, 1e-9));
        Assert.True(measured.MarginalKl.Average() > 1);
    }

    [Fact]
    public void Where_posteriors_lie_far_apart_z_tells_which_sentence_it_was_and_no_more()
    {
        var table = Posteriors.Of(
            [.. Enumerable.Range(0, 50).Select(i => new[] { i * 10.0, 0 })], [.. Enumerable.Repeat(new[] { 0.01, 1 }, 50)]);

        var measured = Measure(table);

        Assert.All(measured.MutualInformation, share => Assert.Equal(Math.Log(50), share, 1e-6));
    }

    [Fact]
    public void Blocks_of_sentences_and_of_components_leave_nothing_out()
    {
        // More sentences than components of a block, and samples of them in many blocks of rows.
        var (means, deviations) = Posteriors.Random(2500, latent: 2);
        var table = Posteriors.Of(means, deviations);

        var measured = Measure(table);

        foreach (var sentence in new[] { 0, 255, 256, 2047, 2048, 2499 })
        {
            var (mu, sigma) = (table.Mu(sentence).ToArray(), Sigma(sentence));
            var random = new RandomStream(1, sentence, 0);
            double[] epsilon = [random.NextNormal(), random.NextNormal()];
            double[] z = [.. epsilon.Select((noise, i) => mu[i] + (sigma[i] * noise))];
            var mixture = Enumerable.Range(0, 2500).Average(n => Density(z, table.Mu(n).ToArray(), Sigma(n)));
            Assert.Equal(Math.Log(Density(z, mu, sigma) / mixture), measured.MutualInformation[sentence], 1e-9);
            Assert.Equal(Math.Log(mixture / (Normal(z[0]) * Normal(z[1]))), measured.MarginalKl[sentence], 1e-9);
        }

        double[] Sigma(int n) => Array.ConvertAll(table.LogVariance(n).ToArray(), value => Math.Exp(0.5 * value));
    }

    [Fact]
    public void Of_a_long_split_some_sentences_are_held_against_all()
    {
        var (means, deviations) = Posteriors.Random(100, latent: 2);
        var table = Posteriors.Of(means, deviations);
        var all = Measure(table);

        var some = AggregatePosterior.Measure(
            table, samples: 1, seed: 1, mostSentences: 20, cancellation: TestContext.Current.CancellationToken);

        Assert.Equal(all.MutualInformation.Where((_, place) => place % 5 == 0), some.MutualInformation);
        Assert.Equal(all.MarginalKl.Where((_, place) => place % 5 == 0), some.MarginalKl);
    }

    private static LatentInformation Measure(PosteriorTable table) =>
        AggregatePosterior.Measure(table, samples: 1, seed: 1, cancellation: TestContext.Current.CancellationToken);

    private static double Density(double[] z, double[] mu, double[] sigma) =>
        z.Select((value, i) => Normal((value - mu[i]) / sigma[i]) / sigma[i]).Aggregate((one, other) => one * other);

    private static double Density(double[] z, float[] mu, double[] sigma) =>
        Density(z, Array.ConvertAll(mu, value => (double)value), sigma);

    private static double Normal(double x) => Math.Exp(-0.5 * x * x) / Math.Sqrt(2 * Math.PI);
}

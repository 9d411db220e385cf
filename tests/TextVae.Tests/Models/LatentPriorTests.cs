using TextVae.Batches;
using TextVae.Evaluation;
using TextVae.Evaluation.Diagnosis;
using TextVae.Models;
using TextVae.Objectives;
using TextVae.Training;
using TorchSharp;
using Parameter = TorchSharp.Modules.Parameter;

namespace TextVae.Tests.Models;

public sealed class LatentPriorTests
{
    // Σ = L Lᵀ with L = [[2, 0], [1, 0.5]]: variances 4 and 1.25, covariance 2.
    private static readonly float[] Scale = [2, 0, 1, 0.5f];

    private static readonly ModelOptions Learning = Tiny.Autoencoder with { Prior = PriorKind.Learned };

    private static LatentGaussian Prior
    {
        get
        {
            var whitening = torch.linalg.inv(torch.tensor(Scale, [2, 2]));
            return new LatentGaussian(torch.tensor(new float[] { 0.5f, -1 }), whitening, whitening.diagonal().log().sum());
        }
    }

    private static GaussianPosterior Posterior => new(
        torch.tensor(new float[] { 0.5f, -1, 0, 2 }, [2, 2]), torch.tensor(new float[] { 0.3f, -0.7f, 0, 1 }, [2, 2]))
    {
        Prior = Prior,
    };

    [Fact]
    public void A_fresh_one_is_the_standard_normal()
    {
        using var learning = (VariationalAutoencoder)TextModel.Create(Learning, Tiny.Words, seed: 8);
        using var standard = (VariationalAutoencoder)TextModel.Create(Tiny.Autoencoder, Tiny.Words, seed: 8);
        using var batch = Batch.Of(Tiny.Sentences);
        var (learnt, plain) = (learning.Encode(batch), standard.Encode(batch));
        var z = plain.Sample();

        Assert.Equal(Tiny.Floats(plain.Mu), Tiny.Floats(learnt.Mu));
        Assert.True(learnt.KlToPrior().allclose(plain.KlToPrior(), rtol: 1e-5, atol: 1e-6));
        Assert.True(learnt.KlOfDimensions().allclose(plain.KlOfDimensions(), rtol: 1e-5, atol: 1e-6));
        Assert.True(learnt.LogRatioToPrior(z).allclose(plain.LogRatioToPrior(z), rtol: 1e-5, atol: 1e-6));
        Assert.Equal(Tiny.Floats(z), Tiny.Floats(learning.OfPrior(z)));
    }

    [Fact]
    public void Samples_have_its_mean_and_its_covariance()
    {
        torch.random.manual_seed(2);

        var z = Prior.Sample(torch.randn(200_000, 2));

        Assert.True(z.mean([0L]).allclose(Prior.Mean, atol: 0.02));
        Assert.True(z.t().cov().allclose(torch.tensor(new float[] { 4, 2, 2, 1.25f }, [2, 2]), rtol: 0.02, atol: 0.02));
        Assert.True(Prior.MarginalVariance().allclose(torch.tensor(new float[] { 4, 1.25f })));
        Assert.True(Prior.Whitened(z).t().cov().allclose(torch.eye(2), atol: 0.02));
    }

    [Fact]
    public void The_divergence_is_the_mean_of_the_log_ratio_and_that_the_ratio_of_the_densities()
    {
        const int samples = 400_000;
        torch.random.manual_seed(1);
        var z = Posterior.Sample(torch.randn(samples, 2, 2));
        // ln N(z; m, Σ) by the inverse and the determinant of Σ, 1.
        var away = z - Prior.Mean;
        var precision = torch.tensor(new float[] { 1.25f, -2, -2, 4 }, [2, 2]);
        var density = (away.matmul(precision) * away).sum([-1L]).Times(-0.5).Minus(Math.Log(2 * Math.PI));

        var ratio = Posterior.LogRatioToPrior(z);

        Assert.True(ratio.allclose(Posterior.LogDensity(z) - density, rtol: 1e-3, atol: 1e-3));
        var (closed, mean) = (Tiny.Floats(Posterior.KlToPrior()), Tiny.Floats(ratio.mean([0L])));
        var error = Tiny.Floats(ratio.std(0).Times(1 / Math.Sqrt(samples)));
        for (var i = 0; i < 2; i++)
            Assert.Equal(closed[i], mean[i], 4 * error[i]);
    }

    [Fact]
    public void Each_dimension_has_the_divergence_from_its_own_part_of_the_prior()
    {
        // D[N(μ, σ²) ‖ N(m, s²)] = ln(s/σ) + (σ² + (μ − m)²) / 2s² − ½.
        static double Kl(double mu, double logVariance, double mean, double variance) =>
            (0.5 * (Math.Log(variance) - logVariance)) + ((Math.Exp(logVariance) + ((mu - mean) * (mu - mean))) / (2 * variance)) - 0.5;

        Assert.Equal(
            [Kl(0.5, 0.3, 0.5, 4), Kl(-1, -0.7, -1, 1.25), Kl(0, 0, 0.5, 4), Kl(2, 1, -1, 1.25)],
            Tiny.Floats(Posterior.KlOfDimensions()).Select(kl => (double)kl), (one, other) => Math.Abs(one - other) < 1e-5);
    }

    [Fact]
    public void Its_gradients_agree_with_finite_differences()
    {
        using var precise = new DoublePrecision();
        var mu = new Parameter(torch.tensor(new[] { 1.5, 0.1, -2.0, 0.2 }, [2, 2]));
        var logVariance = new Parameter(torch.tensor(new[] { -0.5, 0.1, 0.3, -0.2 }, [2, 2]));
        using var prior = new LatentPrior(2);
        var (mean, whitening) = (prior.get_parameter("mean")!, prior.get_parameter("whitening")!);
        using (torch.no_grad())
        {
            mean.copy_(torch.tensor(new[] { 0.3, -0.4 }));
            whitening.copy_(torch.tensor(new[] { 0.2, 0, 0.7, -0.3 }, [2, 2]));
        }

        GradientCheck.Check([("mu", mu), ("log_variance", logVariance), ("mean", mean), ("whitening", whitening)], () =>
        {
            var posterior = new GaussianPosterior(mu, logVariance) { Prior = prior.Gaussian() };
            var z = posterior.Sample(torch.tensor(new[] { 0.3, -1, 2, 0.1 }, [2, 2]));
            return posterior.KlToPrior().sum().Plus(posterior.KlOfDimensions().Square().sum()).Plus(posterior.LogRatioToPrior(z).Square().sum());
        });
    }

    [Fact]
    public void Learning_takes_the_mean_and_the_covariance_of_the_vectors()
    {
        using var prior = new LatentPrior(2);
        torch.random.manual_seed(4);
        var z = torch.randn(5000, 2).matmul(torch.tensor(Scale, [2, 2]).t()).Plus(torch.tensor(new float[] { 0.5f, -1 }));
        var posterior = new GaussianPosterior(z, torch.zeros_like(z).Minus(8L));
        using var optimizer = torch.optim.Adam(prior.parameters(), lr: 0.03);

        for (var step = 0; step < 600; step++)
        {
            using var scope = torch.NewDisposeScope();
            optimizer.zero_grad();
            (posterior with { Prior = prior.Gaussian() }).KlToPrior().mean().backward();
            optimizer.step();
        }

        var found = prior.Gaussian();
        Assert.True(found.Mean.allclose(z.mean([0L]), atol: 0.05));
        Assert.True(torch.linalg.inv(found.Whitening.t().matmul(found.Whitening)).allclose(z.t().cov(), rtol: 0.05, atol: 0.05));
    }

    [Fact]
    public void A_model_that_learns_it_has_its_vectors_nearer_to_it_than_to_the_standard_one()
    {
        using var data = new TinyDataset();
        double Trained(PriorKind prior)
        {
            using var model = TextModel.Create(
                Tiny.Autoencoder with { Hidden = 16, Latent = 6, Prior = prior }, data.Dataset.Vocabulary.Count, seed: 1);
            using var optimizer = new TextVae.Training.Adam(model);
            var objective = new ObjectiveOptions { FreeBits = 0.7 };
            var options = new TrainingOptions { Batch = 20, Steps = 500, LearningRate = 0.01 };
            foreach (var step in new Trainer(model, objective, options, data.Dataset.Train, optimizer).Run(0))
                Assert.True(double.IsFinite(step.Loss));
            var report = new Evaluator(model, new() { InformationSamples = 20 }).Evaluate(data.Dataset.Train);
            return report.MarginalKl!.Value;
        }

        var (standard, learned) = (Trained(PriorKind.Standard), Trained(PriorKind.Learned));

        Assert.True(learned < standard - 0.1, $"{learned} {standard}");
    }

    [Fact]
    public void Figures_of_a_split_are_against_it()
    {
        using var data = new TinyDataset();
        using var model = (VariationalAutoencoder)TextModel.Create(Learning, data.Dataset.Vocabulary.Count, seed: 3);
        using (torch.no_grad())
        {
            model.Prior!.get_parameter("mean")!.copy_(torch.tensor(new float[] { 0.4f, -0.3f }));
            model.Prior.get_parameter("whitening")!.copy_(torch.tensor(new float[] { 0.3f, 0, -0.5f, 0.2f }, [2, 2]));
        }

        var options = new EvaluationOptions { Samples = 4000, Iw = 1, InformationSamples = 400 };

        var measured = new Evaluator(model, options).Measure(data.Dataset.Test);

        using var batch = Batch.Of(data.Dataset.Test, [.. Enumerable.Range(0, data.Dataset.Test.Count)]);
        using var quiet = torch.no_grad();
        var posterior = model.Encode(batch);
        Assert.Equal(posterior.KlToPrior().mean().ToDouble(), measured.Report.Kl, 1e-4);
        Assert.Equal(
            Tiny.Floats(posterior.KlOfDimensions().mean([0L])).Select(kl => (double)kl), measured.Report.KlPerDimension!,
            (one, other) => Math.Abs(one - other) < 1e-4);
        // The information and what is left of the KL are of samples, and their sum is that of the log ratio.
        Assert.Equal(measured.Report.Kl, measured.Report.MutualInformation!.Value + measured.Report.MarginalKl!.Value, 0.05);
    }

    [Fact]
    public void What_the_doctor_sees_of_it_is_in_the_space_in_which_it_is_standard()
    {
        var codes = new PosteriorCodes(2, 2);
        var posterior = Posterior;

        codes.Add([0, 1], posterior, posterior.Mu);

        Assert.Equal(posterior.KlToPrior().mean().ToDouble(), codes.Kl, 1e-5);
        var variance = Tiny.Floats(posterior.LogVariance.exp() / Prior.MarginalVariance());
        Assert.Equal(
            [(variance[0] + variance[2]) / 2, (variance[1] + variance[3]) / 2], codes.MeanVariance, (one, other) => Math.Abs(one - other) < 1e-5);
        // D[N(m, C) ‖ p(z)] of the moments of all is at least that of the parts by themselves, and at most the KL.
        Assert.InRange(codes.MarginalKlBound, 0, codes.Kl);
        var prior = new PosteriorCodes(2, 2);
        // Two texts whose posteriors together have the prior's mean and variances in its own space.
        var halves = new GaussianPosterior(Prior.Mean.expand(2, 2), torch.zeros(2, 2)) { Prior = new(Prior.Mean, torch.eye(2), torch.zeros(1).sum()) };
        prior.Add([0, 1], halves, halves.Mu);
        Assert.Equal(0, prior.MarginalKlBound, 1e-6);
    }

    [Fact]
    public void The_term_of_the_mutual_information_does_not_move_it()
    {
        using var model = Tiny.NewAutoencoder(Learning with { HasInformationNetwork = true });
        using var batch = Batch.Of(Tiny.Sentences);
        var z = model.Encode(batch).Sample().detach();

        model.InformationBound(model.States(batch, z), z, batch).sum().backward();

        Assert.All(model.Prior!.parameters(), parameter => Assert.True(parameter.grad is null || parameter.grad.abs().sum().ToDouble() == 0));
        Assert.Contains(model.Information!.parameters(), parameter => parameter.grad is not null);
    }
}

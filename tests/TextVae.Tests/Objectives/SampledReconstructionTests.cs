using TextVae.Batches;
using TextVae.Evaluation;
using TextVae.Models;
using TextVae.Objectives;
using TextVae.Training;
using TorchSharp;
using Parameter = TorchSharp.Modules.Parameter;

namespace TextVae.Tests.Objectives;

public sealed class SampledReconstructionTests
{
    private static readonly ModelOptions Dropping = Tiny.Autoencoder with { Dropout = new() { Embedding = 0.3, Output = 0.5 } };

    [Theory]
    [InlineData(1)]
    [InlineData(0.3)]
    [InlineData(0)]
    public void The_loss_is_the_importance_weighted_bound_of_all_samples(double weight)
    {
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of(Tiny.Sentences);
        var options = new ObjectiveOptions { Kl = Schedule.Constant(weight), Samples = 4 };

        torch.random.manual_seed(6);
        var terms = Objective.For(model, options).Terms(batch, step: 1);

        torch.random.manual_seed(6);
        var posterior = model.Encode(batch);
        var z = Enumerable.Range(0, 4).Select(_ => posterior.Sample()).ToArray();
        var ofSamples = z.Select(sample => Tiny.Floats(model.Reconstruction(batch, sample))).ToArray();
        var ratios = z.Select(sample => Tiny.Floats(posterior.LogRatioToPrior(sample))).ToArray();
        var bounds = Enumerable.Range(0, batch.Size).Select(sentence => -Math.Log(
            Enumerable.Range(0, 4).Average(i => Math.Exp(-ofSamples[i][sentence] - (weight * ratios[i][sentence])))));
        Assert.Equal(["reconstruction", "kl", "importance"], terms.Terms.Select(term => term.Name));
        Assert.Equal([1, weight, 1], terms.Terms.Select(term => term.Weight));
        Assert.Equal(ofSamples.Average(sample => sample.Average()), terms.Terms[0].Value.ToDouble(), 1e-4);
        Assert.Equal(posterior.KlToPrior().mean().ToDouble(), terms.Terms[1].Value.ToDouble(), 1e-5);
        Assert.Equal(bounds.Average(), terms.Total().ToDouble(), 1e-4);
    }

    [Fact]
    public void More_samples_give_a_tighter_bound_in_expectation()
    {
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of(Tiny.Sentences);
        double[] Means(int samples)
        {
            torch.random.manual_seed(7);
            var objective = Objective.For(model, new ObjectiveOptions { Samples = samples });
            return [.. Enumerable.Range(0, 200).Select(_ => objective.Terms(batch, step: 1).Total().ToDouble())];
        }

        var (one, three, twelve) = (Means(1).Average(), Means(3).Average(), Means(12).Average());

        Assert.True(three < one - 0.01 && twelve < three - 0.005, $"{one}, {three}, {twelve}");
    }

    [Fact]
    public void All_samples_of_a_step_lose_the_same_features()
    {
        using var model = Tiny.NewAutoencoder(Dropping);
        using var batch = Batch.Of(Tiny.Sentences);
        model.train();
        var mean = model.Encode(batch).Mu.detach();
        var narrow = new GaussianPosterior(mean, torch.zeros_like(mean).Minus(40L));
        var wide = new GaussianPosterior(mean, torch.zeros_like(mean));

        var (same, different) = (
            SampledReconstruction.Of(model, batch, narrow, 3), SampledReconstruction.Of(model, batch, wide, 3));

        var kl = torch.zeros(batch.Size);
        Assert.All(Tiny.Floats(same.Gain(kl, weight: 0)), gain => Assert.Equal(0, gain, 1e-4));
        Assert.Contains(Tiny.Floats(different.Gain(kl, weight: 0)), gain => gain < -1e-3);
        Assert.NotEqual(
            Tiny.Floats(SampledReconstruction.Of(model, batch, narrow, 3).Mean), Tiny.Floats(same.Mean));
    }

    [Fact]
    public void Its_gradient_agrees_with_finite_differences()
    {
        using var precise = new DoublePrecision();
        var mu = new Parameter(torch.tensor(new[] { 1.5, 0.1, -2.0, 0.2 }, [2, 2]));
        var logVariance = new Parameter(torch.tensor(new[] { -0.5, 0.1, 0.3, -0.2 }, [2, 2]));
        var noise = torch.tensor(new[] { 0.3, -1, 2, 0.1, -0.4, 0.8, 1.1, -0.6, 0.2, -1.7, 0.5, 0.9 }, [3, 2, 2]);

        GradientCheck.Check([("mu", mu), ("log_variance", logVariance)], () =>
        {
            var posterior = new GaussianPosterior(mu, logVariance);
            var z = posterior.Sample(noise);
            var sampled = new SampledReconstruction(posterior, z, (z.Minus(1).Square() * z.Square()).sum([2L]));
            var kl = posterior.KlToPrior();
            return sampled.Mean.Plus(kl.Times(0.7)).Plus(sampled.Gain(kl, 0.7)).mean();
        });
    }

    [Fact]
    public void Training_with_samples_gives_a_better_importance_weighted_estimate_than_without()
    {
        using var data = new TinyDataset();
        double Trained(int samples)
        {
            using var model = (VariationalAutoencoder)TextModel.Create(
                Tiny.Autoencoder with { Hidden = 16 }, data.Dataset.Vocabulary.Count, seed: 1);
            using var optimizer = new Adam(model);
            var objective = new ObjectiveOptions { FreeBits = 1.5, Samples = samples };
            var options = new TrainingOptions { Batch = 20, Steps = 400, LearningRate = 0.01 };
            foreach (var step in new Trainer(model, objective, options, data.Dataset.Train, optimizer).Run(0))
                Assert.True(double.IsFinite(step.Loss));
            return new Evaluator(model, new() { Iw = 200 }).Evaluate(data.Dataset.Train).NllIw!.Value;
        }

        Assert.True(Trained(8) < Trained(1) - 0.05);
    }
}

using TextVae.Batches;
using TextVae.Models;
using TextVae.Objectives;
using TorchSharp;

namespace TextVae.Tests.Objectives;

public sealed class FreeBitsTests
{
    // Means over the two sentences: 0.5, 0.1 and 1.5 of the dimensions, 2.1 together.
    private static torch.Tensor Kl => torch.tensor(new[] { 0.9f, 0.0f, 1.0f, 0.1f, 0.2f, 2.0f }, [2, 3]);

    [Theory]
    [InlineData(FreeBitsPer.Dimension, 0.05, 0)]
    [InlineData(FreeBitsPer.Dimension, 0.3, 0.2)]
    [InlineData(FreeBitsPer.Dimension, 1.0, 0.5 + 0.9)]
    [InlineData(FreeBitsPer.Dimension, 2.0, 1.5 + 1.9 + 0.5)]
    [InlineData(FreeBitsPer.Total, 2.0, 0)]
    [InlineData(FreeBitsPer.Total, 3.5, 1.4)]
    public void The_term_is_what_the_mean_kl_of_the_groups_is_short_of_the_floor(FreeBitsPer per, double floor, double expected)
    {
        var term = FreeBits.Of(per == FreeBitsPer.Dimension ? Kl : Kl.sum([1L], keepdim: true), floor, weight: 0.7);

        Assert.Equal(expected, term.Value.ToDouble(), 1e-6);
        Assert.Equal(("free_bits", 0.7), (term.Name, term.Weight));
        var means = per == FreeBitsPer.Dimension ? new[] { 0.5, 0.1, 1.5 } : [2.1];
        Assert.Equal(means.Sum(mean => Math.Max(floor, mean)), 2.1 + term.Value.ToDouble(), 1e-6);
    }

    [Fact]
    public void The_kl_term_stays_the_true_one_and_the_weight_multiplies_the_floored_one()
    {
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of(Tiny.Sentences);
        var options = new ObjectiveOptions { Kl = new Schedule(ScheduleKind.Linear, 0, 1, 0, 10), FreeBits = 4 };

        var terms = Objective.For(model, options).Terms(batch, step: 3);

        Assert.Equal(["reconstruction", "kl", "free_bits"], terms.Terms.Select(term => term.Name));
        var means = Tiny.Floats(model.Encode(batch).KlOfDimensions().mean([0L]));
        Assert.All(means, mean => Assert.InRange(mean, 0.01, 3.9));
        Assert.Equal(means.Sum(), terms.Terms[1].Value.ToDouble(), 1e-5);
        Assert.Equal(terms.Terms[0].Value.ToDouble() + (0.3 * 8), terms.Total().ToDouble(), 1e-4);
    }

    [Theory]
    [InlineData(FreeBitsPer.Dimension)]
    [InlineData(FreeBitsPer.Total)]
    public void Below_the_floor_the_kl_moves_nothing_and_above_it_as_without_one(FreeBitsPer per)
    {
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of(Tiny.Sentences);
        float[] Gradients(ObjectiveOptions options)
        {
            foreach (var parameter in model.parameters())
                parameter.grad = null;
            torch.random.manual_seed(4);
            Objective.For(model, options).Terms(batch, step: 1).Total().backward();
            return [.. model.Encoder.parameters().SelectMany(parameter => Tiny.Floats(parameter.grad!))];
        }

        var unweighted = Gradients(new ObjectiveOptions { Kl = Schedule.Constant(0) });
        var whole = Gradients(new ObjectiveOptions());
        Assert.NotEqual(unweighted, whole);
        AssertClose(unweighted, Gradients(new ObjectiveOptions { FreeBits = 100, FreeBitsPer = per }));
        AssertClose(whole, Gradients(new ObjectiveOptions { FreeBits = 1e-4, FreeBitsPer = per }));
    }

    // A mixture: one dimension is above its floor, the other below.
    [Fact]
    public void Its_gradient_agrees_with_finite_differences()
    {
        using var precise = new DoublePrecision();
        var mu = new TorchSharp.Modules.Parameter(torch.tensor(new[] { 1.5, 0.1, -2.0, 0.2 }, [2, 2]));
        var logVariance = new TorchSharp.Modules.Parameter(torch.tensor(new[] { -0.5, 0.1, 0.3, -0.2 }, [2, 2]));

        GradientCheck.Check([("mu", mu), ("log_variance", logVariance)], () =>
        {
            var kl = new GaussianPosterior(mu, logVariance).KlOfDimensions();
            return kl.sum([1L]).mean().Plus(FreeBits.Of(kl, floor: 0.5, weight: 1).Value);
        });

        Assert.Equal([0, 0], new[] { mu.grad![0, 1], mu.grad![1, 1] }.Select(gradient => gradient.ToDouble()));
        Assert.NotEqual(0, mu.grad![0, 0].ToDouble());
    }

    [Fact]
    public void The_kl_of_the_dimensions_adds_up_to_that_of_the_sentence()
    {
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of(Tiny.Sentences);
        var posterior = model.Encode(batch);

        Assert.Equal([Tiny.Sentences.Length, 2], posterior.KlOfDimensions().shape);
        var (mu, logVariance) = (Tiny.Floats(posterior.Mu), Tiny.Floats(posterior.LogVariance));
        AssertClose(
            [.. Enumerable.Range(0, Tiny.Sentences.Length).Select(sentence => (float)Enumerable.Range(2 * sentence, 2).Sum(i =>
                (Math.Exp(logVariance[i]) + (mu[i] * mu[i]) - 1 - logVariance[i]) / 2))],
            Tiny.Floats(posterior.KlToPrior()));
        AssertClose(Tiny.Floats(posterior.KlToPrior()), Tiny.Floats(posterior.KlOfDimensions().sum([1L])));
    }

    private static void AssertClose(float[] expected, float[] actual) =>
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
}

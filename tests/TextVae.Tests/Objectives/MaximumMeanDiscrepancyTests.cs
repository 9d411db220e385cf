using TextVae.Batches;
using TextVae.Objectives;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Tests.Objectives;

public sealed class MaximumMeanDiscrepancyTests
{
    // One dimension, so C = 2: k is 2/(2 + 1), 2/(2 + 4) within, and between 2/(2 + 9), 2/(2 + 1), 2/(2 + 4), 1.
    [Fact]
    public void It_is_the_estimate_without_bias_of_the_inverse_multiquadric_kernel()
    {
        var z = torch.tensor(new[] { 0f, 1f }, [2, 1]);
        var prior = torch.tensor(new[] { 3f, 1f }, [2, 1]);

        var expected = (2.0 / 3) + (2.0 / 6) - (2 * ((2.0 / 11) + (2.0 / 3) + (2.0 / 6) + 1) / 4);
        Assert.Equal(expected, MaximumMeanDiscrepancy.Of(z, prior).ToDouble(), 1e-6);
    }

    [Fact]
    public void Samples_of_the_prior_have_none_and_others_have_the_more_the_farther_they_are()
    {
        torch.random.manual_seed(1);
        var values = Enumerable.Range(0, 4).Select(shift => Enumerable.Range(0, 30)
            .Average(_ => MaximumMeanDiscrepancy.Of(torch.randn(100, 4).Plus(0.5 * shift), torch.randn(100, 4)).ToDouble())).ToArray();

        Assert.Equal(0, values[0], 0.003);
        Assert.True(values[1] > 0.02 && values[2] > 2 * values[1] && values[3] > values[2], string.Join(' ', values));
    }

    [Fact]
    public void Its_gradient_agrees_with_finite_differences()
    {
        using var precise = new DoublePrecision();
        torch.random.manual_seed(1);
        var z = new Parameter(torch.randn(5, 3));
        var prior = torch.randn(5, 3);

        GradientCheck.Check([("z", z)], () => MaximumMeanDiscrepancy.Of(z, prior));
    }

    [Fact]
    public void A_batch_of_one_has_none()
    {
        var z = new Parameter(torch.ones(1, 3));

        var value = MaximumMeanDiscrepancy.Of(z, torch.zeros(1, 3));
        value.backward();

        Assert.Equal(0, value.ToDouble());
        Assert.Equal([0, 0, 0], Tiny.Floats(z.grad!));
    }

    [Fact]
    public void It_is_a_term_of_its_own_beside_a_kl_without_weight()
    {
        using var model = Tiny.NewAutoencoder();
        using var batch = Batch.Of(Tiny.Sentences);
        torch.random.manual_seed(4);
        var z = model.Encode(batch).Sample();
        var expected = MaximumMeanDiscrepancy.Of(z, torch.randn_like(z)).ToDouble();

        torch.random.manual_seed(4);
        var terms = Objective.For(model, new ObjectiveOptions { Kl = Schedule.Constant(0), Mmd = 10 }).Terms(batch, step: 1);

        Assert.Equal(["reconstruction", "kl", "mmd"], terms.Terms.Select(term => term.Name));
        // Reconstructing draws nothing, so the samples of the prior are the next ones.
        Assert.Equal(expected, terms.Terms[2].Value.ToDouble(), 1e-6);
        Assert.Equal(terms.Terms[0].Value.ToDouble() + (10 * expected), terms.Total().ToDouble(), 1e-4);
    }
}

using TextVae.Evaluation;

namespace TextVae.Tests.Evaluation;

public sealed class ImportanceWeightsTests
{
    [Fact]
    public void The_estimate_is_the_logarithm_of_the_mean_weight()
    {
        var weights = new ImportanceWeights(3);
        foreach (var weight in new[] { 1.0, 4.0, 3.0 })
            weights.Add(Math.Log(weight));

        var estimate = weights.Estimate();

        Assert.Equal(-Math.Log(8.0 / 3), estimate.NegativeLogLikelihood, 1e-12);
        Assert.Equal(64.0 / 26, estimate.EffectiveSamples, 1e-12);
    }

    [Fact]
    public void Weights_far_below_and_above_what_a_double_holds_are_no_trouble()
    {
        var weights = new ImportanceWeights(3);
        foreach (var logWeight in new[] { -2000.0, -1000.0, -1000.0 })
            weights.Add(logWeight);

        Assert.Equal(1000 - Math.Log(2.0 / 3), weights.Estimate().NegativeLogLikelihood, 1e-9);
        Assert.Equal(2, weights.Estimate().EffectiveSamples, 1e-9);
    }

    [Fact]
    public void Equal_weights_are_all_effective()
    {
        var weights = new ImportanceWeights(50);
        for (var i = 0; i < 50; i++)
            weights.Add(700);

        Assert.Equal(50, weights.Estimate().EffectiveSamples, 1e-9);
    }
}

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

    [Fact]
    public void The_curve_uses_every_weight_and_none_twice_in_a_group()
    {
        var weights = new ImportanceWeights(5);
        double[] all = [1, 4, 3, 9, 2];
        foreach (var weight in all)
            weights.Add(Math.Log(weight));

        var curve = weights.Estimate().Curve;

        // The last group of two, and of four, is filled up with the first weights.
        Assert.Equal(4, curve.Count);
        Assert.Equal(-all.Average(Math.Log), curve[0], 1e-12);
        Assert.Equal(-(Math.Log(5.0 / 2) + Math.Log(12.0 / 2) + Math.Log(3.0 / 2)) / 3, curve[1], 1e-12);
        Assert.Equal(-(Math.Log(17.0 / 4) + Math.Log(10.0 / 4)) / 2, curve[2], 1e-12);
        Assert.Equal(-Math.Log(19.0 / 5), curve[3], 1e-12);
    }

    [Fact]
    public void A_sample_under_which_the_text_cannot_be_has_a_weight_of_nothing()
    {
        var weights = new ImportanceWeights(3);
        foreach (var logWeight in new[] { double.NegativeInfinity, 0, double.NegativeInfinity })
            weights.Add(logWeight);

        var estimate = weights.Estimate();

        Assert.Equal(Math.Log(3), estimate.NegativeLogLikelihood, 1e-12);
        Assert.Equal(1, estimate.EffectiveSamples);
        Assert.Equal(double.PositiveInfinity, estimate.Curve[0]);
    }
}

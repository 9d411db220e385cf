using TextVae.Evaluation.Probes;

namespace TextVae.Tests.Evaluation.Probes;

public sealed class ProbeMetricsTests
{
    [Fact]
    public void R2_is_1_for_the_truth_0_for_its_mean_and_below_for_worse()
    {
        Assert.Equal(1, ProbeMetrics.R2([1, 2, 6], [1, 2, 6]));
        Assert.Equal(0, ProbeMetrics.R2([3, 3, 3], [1, 2, 6]));
        Assert.Equal(1 - (17 / 14.0), ProbeMetrics.R2([2, 2, 2], [1, 2, 6]), 1e-12);
    }

    [Fact]
    public void Accuracy_is_the_share_that_is_right() => Assert.Equal(0.75, ProbeMetrics.Accuracy([0, 1, 2, 2], [0, 1, 2, 1]));

    [Fact]
    public void The_area_under_the_curve_counts_the_pairs_that_are_in_order()
    {
        Assert.Equal(1, ProbeMetrics.Auc([0.1, 0.2, 0.9], [0, 0, 1]));
        Assert.Equal(0, ProbeMetrics.Auc([0.9, 0.8, 0.1], [0, 0, 1]));
        Assert.Equal(0.5, ProbeMetrics.Auc([3, 3, 3, 3], [0, 1, 0, 1]));
        // Of the four pairs 5 > 1, 5 > 4 and 4 > 1 are won, and 4 = 4 by half.
        Assert.Equal(3.5 / 4, ProbeMetrics.Auc([5, 4, 1, 4], [1, 1, 0, 0]));
    }
}

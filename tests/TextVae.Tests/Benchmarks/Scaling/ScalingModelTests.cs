using TextVae.Benchmarks.Scaling;

namespace TextVae.Tests.Benchmarks.Scaling;

public sealed class ScalingModelTests
{
    private static readonly Link Fast = new(0, 4e9);
    private static readonly Link Slow = new(50e-6, 1.25e9);

    private static readonly ScalingModel Model = new()
    {
        TokensPerSecond = 8000,
        FixedSeconds = 0.01,
        Parameters = 8e6,
        BatchTokens = 5600,
        EpochTokens = 280e6,
        Between = Slow,
        Inside = Fast,
    };

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(64)]
    public void A_ring_of_equal_links_takes_2_N_minus_1_messages_of_an_Nth(int ranks) => Assert.Equal(
        2 * (ranks - 1) * (50e-6 + (32e6 / ranks / 1.25e9)), RingSum.Ring(ranks, 1, 32e6, Fast, Slow), 1e-12);

    [Theory]
    [InlineData(2, 1)]
    [InlineData(8, 3)]
    [InlineData(5, 3)]
    public void Doubling_takes_a_message_of_all_a_round(int ranks, int rounds) => Assert.Equal(
        rounds * (50e-6 + (1000 / 1.25e9)), RingSum.Doubling(ranks, 1, 1000, Fast, Slow), 1e-12);

    [Fact]
    public void A_ring_is_as_fast_as_its_slowest_link()
    {
        // Two machines of two ranks: the messages between them set the pace, but for the first ones inside, which cost no latency.
        var mixed = RingSum.Ring(4, 2, 32e6, Fast, Slow);

        Assert.InRange(mixed, 6 * Slow.Seconds(8e6) * 0.8, 6 * Slow.Seconds(8e6));
        Assert.Equal(6 * Fast.Seconds(8e6), RingSum.Ring(4, 4, 32e6, Fast, Slow), 1e-12);
    }

    [Fact]
    public void Few_numbers_are_summed_by_doubling_and_many_in_a_ring()
    {
        Assert.Equal(RingSum.Doubling(16, 1, 4, Fast, Slow), RingSum.Seconds(16, 1, 4, Fast, Slow));
        Assert.Equal(RingSum.Ring(16, 1, 32e6, Fast, Slow), RingSum.Seconds(16, 1, 32e6, Fast, Slow));
        Assert.Equal(0, RingSum.Seconds(1, 1, 32e6, Fast, Slow));
    }

    [Fact]
    public void One_rank_computes_and_waits_for_nobody()
    {
        var point = Model.At(1);

        Assert.Equal((0.71, 0, 0.71), (point.ComputeSeconds, point.SumSeconds, point.StepSeconds));
        Assert.Equal(280e6 / 5600 * 0.71, point.EpochSeconds, 1e-6);
    }

    [Fact]
    public void A_batch_that_is_shared_leaves_the_sum_and_what_is_fixed()
    {
        var point = Model.At(64);

        Assert.Equal(0.01 + (0.7 / 64), point.ComputeSeconds, 1e-9);
        Assert.Equal(point.ComputeSeconds + point.SumSeconds, point.StepSeconds, 1e-9);
        Assert.Equal(point.SumSeconds / point.StepSeconds, point.CommunicationShare, 1e-9);
    }

    [Fact]
    public void A_batch_that_grows_leaves_the_share_of_the_sum_bounded()
    {
        var point = (Model with { BatchGrows = true }).At(64);

        Assert.Equal(0.71, point.ComputeSeconds, 1e-9);
        Assert.Equal(280e6 / (64 * 5600) * point.StepSeconds, point.EpochSeconds, 1e-6);
    }

    [Fact]
    public void Sums_hide_behind_the_part_of_the_computation_that_they_may()
    {
        var hidden = Model with { Overlap = 0.3 };

        Assert.Equal(hidden.At(2).ComputeSeconds, hidden.At(2).StepSeconds);
        Assert.Equal(0.7 * hidden.At(64).ComputeSeconds + hidden.At(64).SumSeconds, hidden.At(64).StepSeconds, 1e-9);
    }

    [Fact]
    public void A_disk_that_is_too_slow_sets_the_pace()
    {
        var starved = Model with { ReadBandwidth = 1000 };

        Assert.Equal(4 * 5600 / 1000.0, starved.At(1).StepSeconds, 1e-9);
    }
}

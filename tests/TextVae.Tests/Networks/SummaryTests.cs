using TextVae.Batches;
using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Networks;

public sealed class SummaryTests
{
    [Fact]
    public void The_mean_is_over_real_positions()
    {
        using var batch = Batch.Of([[4, 5], [6]]);
        var states = torch.tensor(new float[] { 1, 10, 2, 20, 3, 0 }, [3, 2, 1]);

        Assert.Equal([2, 15], Tiny.Floats(Summary.Of(SummaryKind.Mean, states, batch)));
    }

    [Fact]
    public void The_last_states_are_those_after_the_last_word_forward_and_the_first_word_backward()
    {
        using var batch = Batch.Of([[4, 5], [6]]);
        var forward = torch.tensor(new float[] { 1, 10, 2, 20, 3, 999 }, [3, 2, 1]);
        var backward = torch.tensor(new float[] { 4, 40, 5, 50, 6, 999 }, [3, 2, 1]);

        var last = Summary.Of(SummaryKind.Last, torch.cat([forward, backward], 2), batch);

        Assert.Equal([3, 4, 20, 40], Tiny.Floats(last));
    }

    [Fact]
    public void The_last_state_of_one_direction_is_that_after_the_last_word()
    {
        using var batch = Batch.Of([[4, 5], [6]]);
        var states = torch.tensor(new float[] { 1, 10, 2, 20, 3, 999 }, [3, 2, 1]);

        Assert.Equal([3, 20], Tiny.Floats(Summary.Of(SummaryKind.Last, states, batch, isBidirectional: false)));
    }

    [Fact]
    public void The_largest_value_is_one_of_a_real_position()
    {
        using var batch = Batch.Of([[4, 5], [6]]);
        var states = torch.tensor(new float[] { -1, -10, -3, -20, -2, 0 }, [3, 2, 1]);

        Assert.Equal([-1, -10], Tiny.Floats(Summary.Of(SummaryKind.Max, states, batch)));
    }

    [Fact]
    public void Attention_is_no_summary_without_parameters()
    {
        using var batch = Batch.Of([[4]]);

        Assert.Throws<ArgumentOutOfRangeException>(() => Summary.Of(SummaryKind.Attention, torch.zeros(2, 1, 2), batch));
    }
}

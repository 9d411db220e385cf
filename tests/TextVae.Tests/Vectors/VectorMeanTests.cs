using TextVae.Vectors;

namespace TextVae.Tests.Vectors;

public sealed class VectorMeanTests
{
    [Fact]
    public void The_way_leads_from_mean_to_mean()
    {
        var (low, high) = (new VectorMean(2), new VectorMean(2));
        low.Add([1, -1]);
        low.Add([3, 5]);
        high.Add([10, 1]);

        Assert.Equal((2, 1), (low.Count, high.Count));
        Assert.Equal([8f, -1f], low.WayTo(high));
        Assert.Equal([-8f, 1f], high.WayTo(low));
    }

    [Fact]
    public void Many_small_numbers_beside_a_large_one_are_not_lost()
    {
        var (mean, zero) = (new VectorMean(1), new VectorMean(1));
        mean.Add([1e8f]);
        for (var i = 0; i < 1000; i++)
            mean.Add([1f]);
        zero.Add([0f]);

        Assert.Equal((float)((1e8 + 1000) / 1001), zero.WayTo(mean)[0]);
    }

    [Fact]
    public void A_vector_of_another_size_is_refused() => Assert.Equal(
        "The vector has 3 numbers, and the others have 2. (Parameter 'vector')",
        Assert.Throws<ArgumentException>(() => new VectorMean(2).Add([1, 2, 3])).Message);
}

using TextVae.Networks;
using TorchSharp;

namespace TextVae.Tests.Networks;

public sealed class RotaryPositionsTests
{
    [Fact]
    public void A_pair_is_turned_by_the_angle_of_its_position()
    {
        using var precise = new DoublePrecision();
        var vectors = torch.tensor(new double[] { 1, 2, 3, 4 }, [1, 1, 1, 4]);

        var turned = RotaryPositions.Of(first: 7, count: 1, features: 4, vectors).Turn(vectors);

        // The first and the third feature by 7, the second and the fourth by 7 / 100.
        var expected = torch.tensor(new[]
        {
            Math.Cos(7) - (3 * Math.Sin(7)), (2 * Math.Cos(0.07)) - (4 * Math.Sin(0.07)),
            Math.Sin(7) + (3 * Math.Cos(7)), (2 * Math.Sin(0.07)) + (4 * Math.Cos(0.07)),
        });
        Assert.True(turned.flatten().allclose(expected, rtol: 1e-12, atol: 1e-12));
    }

    [Fact]
    public void Products_of_queries_and_keys_know_how_far_apart_they_are_and_not_where()
    {
        using var precise = new DoublePrecision();
        torch.random.manual_seed(1);
        var (query, key) = (torch.randn(1, 1, 2, 6), torch.randn(1, 1, 2, 6));
        double Product(long ofQuery, long ofKey) =>
            (RotaryPositions.Of(ofQuery, 1, 6, query).Turn(query) * RotaryPositions.Of(ofKey, 1, 6, key).Turn(key)).sum().ToDouble();

        Assert.Equal(Product(9, 4), Product(1005, 1000), 1e-9);
        Assert.NotEqual(Product(9, 4), Product(9, 5), 1e-3);
        Assert.Equal((query * key).sum().ToDouble(), Product(3, 3), 1e-9);
    }

    [Fact]
    public void Positions_in_a_row_are_those_one_by_one()
    {
        torch.random.manual_seed(1);
        var vectors = torch.randn(5, 2, 3, 4);

        var all = RotaryPositions.Of(first: 2, count: 5, features: 4, vectors).Turn(vectors);

        for (var i = 0; i < 5; i++)
        {
            var one = RotaryPositions.Of(2 + i, 1, 4, vectors).Turn(vectors.narrow(0, i, 1));
            Assert.Equal(Tiny.Floats(one), Tiny.Floats(all.narrow(0, i, 1)));
        }
    }
}

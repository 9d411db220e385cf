using System.Runtime.Intrinsics;
using TextVae.Vectors;

namespace TextVae.Tests.Vectors;

/// <summary>Many at once are what one after the other is.</summary>
public sealed class LanesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(7, 3)]
    [InlineData(8, 32)]
    [InlineData(21, 17)]
    public void Distances_to_all_centers_are_to_the_bit_those_of_a_plain_loop(int count, int size)
    {
        var centers = Doubles(count, size, seed: 1);
        CenterLanes lanes = new(centers);
        var squares = new double[lanes.Room];
        Assert.InRange(lanes.Room, count, count + 7);

        foreach (var vector in VectorTables.Drawn(20, size, seed: 2))
        {
            lanes.Squares(KMeans.Numbers(vector), squares);

            Assert.Equal(centers.Select(center => KMeans.SquaredDistance(vector, center)), squares[..count]);
        }
    }

    [Fact]
    public void A_weighted_distance_is_the_sum_of_the_weighted_squares()
    {
        var (centers, weights) = (Doubles(5, 6, seed: 1), Doubles(5, 6, seed: 2));
        CenterLanes lanes = new(centers, weights);
        var squares = new double[lanes.Room];
        double[] vector = [0.5, -1, 2, 0, 3, 1e-3];

        lanes.Squares(vector, squares);

        for (var k = 0; k < 5; k++)
            Assert.Equal(vector.Select((v, i) => weights[k][i] * (v - centers[k][i]) * (v - centers[k][i])).Sum(), squares[k], 1e-12);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(16, 32)]
    [InlineData(37, 5)]
    public void Products_with_all_of_a_block_are_the_products_with_each(int count, int size)
    {
        var (vectors, queries) = (VectorTables.Drawn(count, size, seed: 1), VectorTables.Drawn(PackedVectors.AtOnce, size, seed: 2));
        PackedVectors packed = new(size);
        foreach (var vector in vectors)
            packed.Add(vector);
        var products = new Vector512<float>[PackedVectors.AtOnce];

        for (var place = 0; place < count; place++)
        {
            packed.Multiply(place / PackedVectors.Lanes, [.. queries.SelectMany(query => query)], products);

            foreach (var (query, product) in queries.Zip(products))
                Assert.Equal(query.Zip(vectors[place], (a, b) => (double)a * b).Sum(), product[place % PackedVectors.Lanes], 1e-4);
        }

        Assert.Equal((count, (count + 15) / 16), (packed.Count, packed.Blocks));
    }

    [Fact]
    public void Whatever_may_reach_a_cosine_is_found_and_nothing_beyond_the_last_vector()
    {
        PackedVectors packed = new(2);
        packed.Add([1, 0]);
        packed.Add([0, 1]);
        packed.Add([3, 3.1f]);
        packed.Add([0, 0]); // has no direction in float32, so it may reach any
        packed.Add([1e-20f, 0]);
        var products = new Vector512<float>[PackedVectors.AtOnce];
        float[] query = [2, 2];
        packed.Multiply(0, [.. query, .. query, .. query, .. query], products);

        Assert.Equal(0b11100u, packed.Reaching(0, products[0], new Closeness(query, VectorMeasure.Cosine).LeastProduct(0.99)));
        Assert.Equal(0b11111u, packed.Reaching(0, products[0], new Closeness(query, VectorMeasure.Cosine).LeastProduct(0.7)));
        Assert.Equal(0b11111u, packed.Reaching(0, products[0], new Closeness([0, 0], VectorMeasure.Cosine).LeastProduct(0.99)));
    }

    private static double[][] Doubles(int count, int size, int seed) =>
        [.. VectorTables.Drawn(count, size, seed).Select(vector => KMeans.Numbers(vector))];
}

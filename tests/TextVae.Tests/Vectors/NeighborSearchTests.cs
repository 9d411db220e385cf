using TextVae.Tables;
using TextVae.Vectors;

namespace TextVae.Tests.Vectors;

/// <summary>The fast search finds what a plain one in double precision finds, row for row.</summary>
public sealed class NeighborSearchTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(VectorMeasure.Cosine, 64, 0)]
    [InlineData(VectorMeasure.Euclidean, 64, 0)]
    [InlineData(VectorMeasure.InnerProduct, 64, 0)]
    [InlineData(VectorMeasure.Cosine, 3, 1)]
    [InlineData(VectorMeasure.Euclidean, 3, 1)]
    [InlineData(VectorMeasure.InnerProduct, 3, 1)]
    [InlineData(VectorMeasure.Cosine, 1, 0.5)]
    [InlineData(VectorMeasure.Euclidean, 17, 2)]
    public void The_neighbors_are_those_of_double_precision_and_the_lower_rows_first(VectorMeasure measure, int size, double multiple)
    {
        var vectors = VectorTables.Drawn(5000, size, seed: 1, multiple);
        var queries = VectorTables.Drawn(20, size, seed: 2, multiple);
        using var table = vectors.Table();

        var found = NeighborSearch.Find(table, queries, 25, measure);

        Assert.Equal(queries.Select(query => Plain(vectors, query, 25, measure)), found);
    }

    [Theory]
    [InlineData(VectorMeasure.Cosine)]
    [InlineData(VectorMeasure.Euclidean)]
    [InlineData(VectorMeasure.InnerProduct)]
    public void Vectors_that_float32_cannot_tell_apart_are_told_apart(VectorMeasure measure)
    {
        // All within rounding of each other, so the order is that of digits which a sum in float32 does not have.
        var one = VectorTables.Drawn(1, 64, seed: 3)[0];
        var random = new RandomStream(4);
        float[][] vectors = [.. Enumerable.Range(0, 3000).Select(_ => Array.ConvertAll(one, number => random.NextInt(3) switch
        {
            0 => float.BitIncrement(number),
            1 => float.BitDecrement(number),
            _ => number,
        }))];
        using var table = vectors.Table();

        Assert.Equal(Plain(vectors, one, 40, measure), NeighborSearch.Find(table, [one], 40, measure)[0]);
    }

    [Theory]
    [InlineData(VectorMeasure.Cosine)]
    [InlineData(VectorMeasure.Euclidean)]
    [InlineData(VectorMeasure.InnerProduct)]
    public void Zeros_and_numbers_whose_squares_float32_does_not_have_are_compared_all_the_same(VectorMeasure measure)
    {
        var plain = VectorTables.Drawn(300, 5, seed: 5);
        var vectors = plain.Select((vector, i) => Array.ConvertAll(vector, number => (i % 4) switch
        {
            0 => number * 1e-30f,
            1 => number * 1e25f,
            2 => number,
            _ => 0,
        })).ToArray();
        using var table = vectors.Table();

        foreach (var query in vectors[..8])
            Assert.Equal(Plain(vectors, query, 30, measure), NeighborSearch.Find(table, [query], 30, measure)[0]);
    }

    [Fact]
    public void The_closest_to_a_vector_is_itself_and_scores_are_what_they_are_called()
    {
        using var table = VectorTable.Of([[3, 4], [-3, -4], [4, -3]], 2);

        Assert.Equal([new Neighbor(0, 1), new Neighbor(2, 0), new Neighbor(1, -1)], NeighborSearch.Find(table, [[6, 8]], 5)[0]);
        Assert.Equal(
            [new Neighbor(0, 0), new Neighbor(2, Math.Sqrt(50)), new Neighbor(1, 10)],
            NeighborSearch.Find(table, [[3, 4]], 5, VectorMeasure.Euclidean)[0]);
        Assert.Equal([new Neighbor(0, 50)], NeighborSearch.Find(table, [[6, 8]], 1, VectorMeasure.InnerProduct)[0]);
    }

    [Theory]
    [InlineData(float.NaN, VectorMeasure.Cosine)]
    [InlineData(float.PositiveInfinity, VectorMeasure.Cosine)]
    [InlineData(float.NaN, VectorMeasure.Euclidean)]
    [InlineData(float.NegativeInfinity, VectorMeasure.Euclidean)]
    [InlineData(float.NaN, VectorMeasure.InnerProduct)]
    [InlineData(float.NegativeInfinity, VectorMeasure.InnerProduct)]
    public void A_vector_that_is_not_finite_is_named(float number, VectorMeasure measure)
    {
        var vectors = VectorTables.Drawn(4000, 8, seed: 6);
        vectors[3210][5] = number;
        using var table = VectorTable.Of(vectors, 8, "v.npy");

        var refusal = Assert.Throws<DataException>(() => NeighborSearch.Find(table, VectorTables.Drawn(1, 8, seed: 7), 1, measure));

        Assert.Equal("'v.npy', vector 3211: a number of the vector is not finite. Leave it out, or mend it.", refusal.Message);
    }

    [Fact]
    public void A_numpy_file_is_mapped_and_found_in_like_memory()
    {
        var vectors = VectorTables.Drawn(700, 9, seed: 8);
        var queries = VectorTables.Drawn(3, 9, seed: 9);
        TableColumn<float[]>[] columns = [TableColumn<float[]>.OfVector("vector", 9, vector => vector)];
        foreach (var format in new[] { TableFormat.Npy, TableFormat.Parquet, TableFormat.Csv })
        {
            using var stream = File.Create(_folder[$"v.{format.ToString().ToLowerInvariant()}"]);
            Table.Write(stream, format, columns, vectors);
        }

        using var memory = vectors.Table();
        using var mapped = VectorTable.Open(_folder["v.npy"], 9);
        using var parquet = VectorTable.Open(_folder["v.parquet"], 9);
        using var csv = VectorTable.Open(_folder["v.csv"], 9);

        Assert.Equal((true, 700L), (mapped.IsMapped, mapped.Count));
        Assert.False(parquet.IsMapped);
        var expected = NeighborSearch.Find(memory, queries, 5);
        foreach (var table in new[] { mapped, parquet, csv })
            Assert.Equal(expected, NeighborSearch.Find(table, queries, 5));
    }

    [Fact]
    public void No_vectors_have_no_neighbors_and_a_missing_file_is_told()
    {
        using (var stream = File.Create(_folder["v.npy"]))
            Table.Write(stream, TableFormat.Npy, [TableColumn<float[]>.OfVector("vector", 2, vector => vector)], []);

        using var empty = VectorTable.Open(_folder["v.npy"], 2);
        Assert.Equal([[]], NeighborSearch.Find(empty, [[1, 2]], 3));
        Assert.Throws<DataException>(() => VectorTable.Open(_folder["w.npy"], 2));
        Assert.Throws<DataException>(() => VectorTable.Open(_folder["v.npy"], 3));
    }

    private static Neighbor[] Plain(float[][] vectors, float[] query, int count, VectorMeasure measure)
    {
        double Score(float[] vector)
        {
            double dot = 0, own = 0, its = 0, distance = 0;
            foreach (var (a, b) in query.Zip(vector, (a, b) => ((double)a, (double)b)))
            {
                (dot, own, its) = (dot + (a * b), own + (a * a), its + (b * b));
                distance += (a - b) * (a - b);
            }

            return measure switch
            {
                VectorMeasure.Cosine => own * its == 0 ? 0 : dot / (Math.Sqrt(own) * Math.Sqrt(its)),
                VectorMeasure.Euclidean => Math.Sqrt(distance),
                _ => dot,
            };
        }

        var sign = measure == VectorMeasure.Euclidean ? 1 : -1;
        return [.. vectors.Select((vector, i) => new Neighbor(i, Score(vector))).OrderBy(found => sign * found.Score).ThenBy(found => found.Index).Take(count)];
    }
}

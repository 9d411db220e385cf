using TextVae.Vectors;

namespace TextVae.Tests.Vectors;

public sealed class NearDuplicatesTests
{
    [Theory]
    [InlineData(2, 0.999)]
    [InlineData(3, 0.95)]
    [InlineData(16, 0.6)]
    public void Each_vector_has_the_first_kept_one_that_is_close_enough(int size, double threshold)
    {
        var vectors = VectorTables.Drawn(1500, size, seed: 1);
        using var table = vectors.Table();

        var found = NearDuplicates.Of(table, threshold);

        var kept = new List<int>();
        for (var row = 0; row < vectors.Length; row++)
        {
            var original = kept.FindIndex(other => Cosine(vectors[row], vectors[other]) >= threshold);
            Assert.Equal(original < 0 ? row : kept[original], found.Original[row]);
            Assert.Equal(original < 0 ? 1 : Cosine(vectors[row], vectors[kept[original]]), found.Similarity[row], 12);
            if (original < 0)
                kept.Add(row);
        }

        Assert.Equal(kept.Count, found.Kept);
        Assert.InRange(found.Kept, 2, 1499);
    }

    [Fact]
    public void What_is_the_same_is_a_duplicate_at_any_threshold_and_what_is_scaled_too()
    {
        float[][] vectors = [[0.1f, 0.7f, -0.3f], [0, 0, 0], [0.1f, 0.7f, -0.3f], [0.2f, 1.4f, -0.6f], [0, 0, 0], [1, 0, 0]];
        using var table = vectors.Table();

        Assert.Equal([0, 1, 0, 3, 1, 5], NearDuplicates.Of(table, 1).Original.Select((o, i) => i == 3 ? 3 : o));
        Assert.Equal([0, 1, 0, 0, 1, 5], NearDuplicates.Of(table, 0.9999999).Original);
    }

    [Fact]
    public void A_vector_that_is_not_finite_is_named()
    {
        using var table = VectorTable.Of([[1, 2], [float.NaN, 1]], 2, "v.npy");

        var refusal = Assert.Throws<DataException>(() => NearDuplicates.Of(table, 0.9));

        Assert.Equal("'v.npy', vector 2: a number of the vector is not finite. Leave it out, or mend it.", refusal.Message);
    }

    private static double Cosine(float[] one, float[] other)
    {
        double dot = 0, own = 0, its = 0;
        for (var i = 0; i < one.Length; i++)
            (dot, own, its) = (dot + ((double)one[i] * other[i]), own + ((double)one[i] * one[i]), its + ((double)other[i] * other[i]));
        return dot / Math.Sqrt(own) / Math.Sqrt(its);
    }
}

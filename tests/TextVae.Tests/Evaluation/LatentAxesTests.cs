using TextVae.Evaluation;

namespace TextVae.Tests.Evaluation;

public sealed class LatentAxesTests
{
    [Fact]
    public void The_axes_of_points_on_two_crossing_lines_are_these_lines()
    {
        // Deviations 5·√½ along (0.6, 0.8, 0) and √½ along (−0.8, 0.6, 0), around (1, 2, 3).
        float[][] vectors = [[4, 6, 3], [-2, -2, 3], [0.2f, 2.6f, 3], [1.8f, 1.4f, 3]];

        var axes = LatentAxes.Of(vectors, most: 2);

        Assert.All(axes.Mean.Zip([1, 2, 3]), pair => Assert.Equal(pair.Second, pair.First, 1e-5));
        AssertClose([0.6, 0.8, 0], axes.Axes[0].Direction);
        AssertClose([0.8, -0.6, 0], axes.Axes[1].Direction);
        Assert.Equal(5 * Math.Sqrt(0.5), axes.Axes[0].Deviation, 1e-5);
        Assert.Equal(Math.Sqrt(0.5), axes.Axes[1].Deviation, 1e-5);
        Assert.Equal(25 / 26.0, axes.Axes[0].Share, 1e-6);
        Assert.All(new[] { 5, 0 }.Zip(axes.Project([4, 6, 9])), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void What_does_not_vary_has_no_share_and_what_does_not_fit_is_refused()
    {
        Assert.All(LatentAxes.Of([[1, 2], [1, 2]], most: 9).Axes, axis => Assert.Equal((0, 0), (axis.Deviation, axis.Share)));
        Assert.Equal(
            "Vector 2 has 1 numbers, and the first has 2. (Parameter 'vectors')",
            Assert.Throws<ArgumentException>(() => LatentAxes.Of([[1, 2], [1]], most: 1)).Message);
        Assert.Throws<ArgumentException>(() => LatentAxes.Of([], most: 1));
    }

    private static void AssertClose(double[] expected, float[] found) =>
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-5));
}

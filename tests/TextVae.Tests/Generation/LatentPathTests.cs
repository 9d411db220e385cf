using TextVae.Generation;

namespace TextVae.Tests.Generation;

public sealed class LatentPathTests
{
    [Fact]
    public void A_line_has_equal_distances_and_the_ends_to_the_last_bit()
    {
        float[] from = [0.1f, -0.2f, 0.3f];
        float[] to = [1.1f, 0.7f, -2.4f];

        var path = LatentPath.Between(from, to, 4);

        Assert.Equal(from, path[0]);
        Assert.Equal(to, path[3]);
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(from[i] + ((to[i] - from[i]) / 3), path[1][i], 1e-6);
            Assert.Equal(from[i] + (2 * (to[i] - from[i]) / 3), path[2][i], 1e-6);
        }
    }

    [Fact]
    public void An_arc_has_equal_angles_and_stays_on_its_sphere()
    {
        var path = LatentPath.Between([3, 0, 0], [0, 0, 3], 4, PathKind.Spherical);

        for (var step = 0; step < 4; step++)
        {
            var angle = step * Math.PI / 6;
            Assert.Equal(3 * Math.Cos(angle), path[step][0], 1e-5);
            Assert.Equal(0, path[step][1], 1e-6);
            Assert.Equal(3 * Math.Sin(angle), path[step][2], 1e-5);
        }
    }

    [Fact]
    public void Between_lengths_an_arc_goes_from_one_to_the_other()
    {
        var path = LatentPath.Between([2, 0], [0, 6], 3, PathKind.Spherical);

        // sin(45°) of each: (√½ · 2, √½ · 6).
        Assert.Equal(Math.Sqrt(0.5) * 2, path[1][0], 1e-5);
        Assert.Equal(Math.Sqrt(0.5) * 6, path[1][1], 1e-5);
    }

    [Theory]
    [InlineData(1f, 2f, 2f, 4f)]
    [InlineData(1f, 2f, -1f, -2f)]
    [InlineData(0f, 0f, 1f, 2f)]
    [InlineData(1f, 2f, 1f, 2f)]
    public void Where_there_is_no_arc_or_many_it_is_the_line(float x, float y, float u, float v) =>
        Assert.Equal(LatentPath.Between([x, y], [u, v], 5), LatentPath.Between([x, y], [u, v], 5, PathKind.Spherical));

    [Fact]
    public void Vectors_of_other_sizes_and_less_than_two_steps_are_refused()
    {
        Assert.Throws<ArgumentException>(() => LatentPath.Between([1], [1, 2], 3));
        Assert.Throws<ArgumentOutOfRangeException>(() => LatentPath.Between([1], [1], 1));
    }
}

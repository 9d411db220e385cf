namespace TextVae.Generation;

/// <summary>How one goes from a vector to another.</summary>
public enum PathKind
{
    /// <summary>The straight line, at equal distances.</summary>
    Linear,

    /// <summary>
    /// The arc around the origin between the directions of the two, at equal angles (White 2016). In many dimensions the vectors of
    /// N(0, I) lie near a sphere around it, and the middle of a straight line lies deep inside; a learnt prior may have its center
    /// elsewhere, which is not looked at. The straight line where the two have the same direction or opposite ones.
    /// </summary>
    Spherical,
}

/// <summary>Vectors between two others.</summary>
internal static class LatentPath
{
    // Below it the sine divides by next to nothing, and the arc is as good as straight, or could go any way round.
    private const double LeastSine = 1e-4;

    /// <summary>The vectors of a path, the two ends among them.</summary>
    /// <param name="from">The first, [latent].</param>
    /// <param name="to">The last, [latent].</param>
    /// <param name="steps">How many; at least 2.</param>
    /// <param name="kind">How it goes.</param>
    /// <exception cref="ArgumentException">The two are not as long as each other.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are less than 2 steps.</exception>
    public static float[][] Between(float[] from, float[] to, int steps, PathKind kind = PathKind.Linear)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(steps, 2);
        if (from.Length != to.Length)
            throw new ArgumentException($"The vectors have {from.Length} and {to.Length} numbers.", nameof(to));
        var angle = kind == PathKind.Spherical ? Angle(from, to) : 0;
        var path = new float[steps][];
        for (var step = 0; step < steps; step++)
        {
            var share = step / (double)(steps - 1);
            var (first, second) = Math.Sin(angle) < LeastSine
                ? (1 - share, share)
                : (Math.Sin((1 - share) * angle) / Math.Sin(angle), Math.Sin(share * angle) / Math.Sin(angle));
            path[step] = [.. from.Zip(to, (a, b) => (float)((first * a) + (second * b)))];
        }

        // The ends are what was given, to the last bit.
        (path[0], path[^1]) = ([.. from], [.. to]);
        return path;
    }

    private static double Angle(float[] from, float[] to)
    {
        // In double precision: near a straight angle, float's rounding would make an arc of nothing.
        double dot = 0, first = 0, second = 0;
        foreach (var (a, b) in from.Zip(to, (a, b) => ((double)a, (double)b)))
        {
            dot += a * b;
            first += a * a;
            second += b * b;
        }

        var lengths = Math.Sqrt(first) * Math.Sqrt(second);
        return lengths > 0 ? Math.Acos(Math.Clamp(dot / lengths, -1, 1)) : 0;
    }
}

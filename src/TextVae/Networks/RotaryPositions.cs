using TorchSharp;

namespace TextVae.Networks;

/// <summary>
/// Rotary positions (Su et al. 2021): pairs of features of a query or a key are turned by angles in proportion to the position,
/// so that their product knows how far apart two positions are. There is nothing to learn and no longest text.
/// </summary>
/// <param name="Cosines">Of the angle of each pair, [positions, 1, 1, features / 2].</param>
/// <param name="Sines">Likewise.</param>
internal sealed record RotaryPositions(torch.Tensor Cosines, torch.Tensor Sines)
{
    /// <summary>What one angle after the other is smaller by, over all pairs; that of the authors.</summary>
    private const double Base = 10_000;

    /// <summary>The angles of some positions in a row.</summary>
    /// <param name="first">The first one, counted from 0.</param>
    /// <param name="count">How many.</param>
    /// <param name="features">Features of a query, an even number.</param>
    /// <param name="like">A tensor of the same numbers on the same device.</param>
    public static RotaryPositions Of(long first, long count, int features, torch.Tensor like)
    {
        var pairs = features / 2;
        var angles = new double[count * pairs];
        for (var position = 0L; position < count; position++)
        {
            for (var pair = 0; pair < pairs; pair++)
                angles[(position * pairs) + pair] = (first + position) * Math.Pow(Base, -(double)pair / pairs);
        }

        torch.Tensor Of(Func<double, double> function) =>
            torch.tensor(Array.ConvertAll(angles, angle => function(angle)), [count, 1, 1, pairs], like.dtype, like.device);
        return new RotaryPositions(Of(Math.Cos), Of(Math.Sin));
    }

    /// <summary>Turns each vector by the angles of its position. A pair is a feature of the first half and one of the second.</summary>
    /// <param name="vectors">[positions, batch, heads, features].</param>
    /// <returns>The same shape.</returns>
    public torch.Tensor Turn(torch.Tensor vectors)
    {
        using var scope = torch.NewDisposeScope();
        var halves = vectors.chunk(2, -1);
        var (x, y) = (halves[0], halves[1]);
        return torch.cat([(x * Cosines) - (y * Sines), (x * Sines).Plus(y * Cosines)], -1).MoveToOuterDisposeScope();
    }
}

using TextVae.Native;
using TorchSharp;

namespace TextVae.Evaluation;

/// <summary>A direction in which vectors vary.</summary>
/// <param name="Direction">Its unit vector; its largest component is positive, so that it does not flip.</param>
/// <param name="Deviation">The standard deviation of the vectors along it.</param>
/// <param name="Share">The share of the whole variance that it has, 0 to 1; 0 where nothing varies.</param>
public sealed record LatentAxis(float[] Direction, double Deviation, double Share);

/// <summary>The principal axes of vectors, such as the means of q(z|x) of many texts (principal component analysis).</summary>
/// <param name="Mean">The mean of the vectors.</param>
/// <param name="Axes">The axes at right angles to each other, the one with the most variance first.</param>
public sealed record LatentAxes(float[] Mean, IReadOnlyList<LatentAxis> Axes)
{
    /// <summary>Finds them, in double precision.</summary>
    /// <param name="vectors">The vectors, all of one size; at least one.</param>
    /// <param name="most">The most axes; there are no more than a vector has numbers.</param>
    /// <exception cref="ArgumentException">There is no vector, or one has another size.</exception>
    public static LatentAxes Of(IReadOnlyList<float[]> vectors, int most)
    {
        if (vectors.Count == 0)
            throw new ArgumentException("There is no vector to find axes of.", nameof(vectors));
        var size = vectors[0].Length;
        var numbers = new double[vectors.Count, size];
        for (var row = 0; row < vectors.Count; row++)
        {
            if (vectors[row].Length != size)
                throw new ArgumentException($"Vector {row + 1} has {vectors[row].Length} numbers, and the first has {size}.", nameof(vectors));
            for (var i = 0; i < size; i++)
                numbers[row, i] = vectors[row][i];
        }

        NativeRuntime.EnsureLoaded();
        return OfLoaded(vectors, numbers, most);
    }

    // Apart, so that nothing of torch is touched before libtorch is loaded.
    private static LatentAxes OfLoaded(IReadOnlyList<float[]> vectors, double[,] numbers, int most)
    {
        using var scope = torch.NewDisposeScope();
        using var quiet = torch.no_grad();
        var given = torch.tensor(numbers);
        var mean = given.mean([0L]);
        var (variance, directions) = Directions(given - mean, most);
        var columns = directions.t().contiguous().data<double>().ToArray().Chunk(numbers.GetLength(1));
        var whole = variance.Sum();
        return new LatentAxes(
            Floats(mean.data<double>()),
            [
                .. columns.Zip(variance, (direction, squares) => new LatentAxis(
                    Floats(direction), Math.Sqrt(squares / vectors.Count), whole > 0 ? squares / whole : 0)),
            ]);
    }

    /// <summary>Where a vector lies: how far it is from the mean along each axis.</summary>
    /// <exception cref="ArgumentException">It has another size.</exception>
    public double[] Project(float[] vector) => vector.Length == Mean.Length
        ? [.. Axes.Select(axis => axis.Direction.Index().Sum(part => (double)part.Item * (vector[part.Index] - Mean[part.Index])))]
        : throw new ArgumentException($"The vector has {vector.Length} numbers, and the axes are of {Mean.Length}.", nameof(vector));

    /// <summary>The principal directions of centred vectors, the strongest first, and the sum of squares along every one.</summary>
    /// <param name="centred">float64 [vectors, size].</param>
    /// <param name="most">The most directions.</param>
    /// <returns>The sums of squares of all directions, and the first of these as float64 [size, directions].</returns>
    internal static (double[] Squares, torch.Tensor Directions) Directions(torch.Tensor centred, int most)
    {
        var (values, vectors) = torch.linalg.eigh(centred.t().matmul(centred));
        var squares = values.relu().flip(0).contiguous().data<double>().ToArray();
        var directions = vectors.flip(1).narrow(1, 0, Math.Min(most, squares.Length));
        var largest = directions.gather(0, directions.abs().argmax(0, keepdim: true));
        return (squares, directions * torch.where(largest.signbit(), -1.0, 1.0));
    }

    private static float[] Floats(IEnumerable<double> numbers) => [.. numbers.Select(number => (float)number)];
}

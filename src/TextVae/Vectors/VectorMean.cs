namespace TextVae.Vectors;

/// <summary>The mean of vectors, in double precision, that come one after the other.</summary>
/// <param name="size">The numbers of each.</param>
public sealed class VectorMean(int size)
{
    private readonly double[] _sums = new double[size];

    /// <summary>How many there were.</summary>
    public long Count { get; private set; }

    /// <summary>Takes in a vector.</summary>
    /// <exception cref="ArgumentException">It has another size.</exception>
    public void Add(ReadOnlySpan<float> vector)
    {
        if (vector.Length != _sums.Length)
            throw new ArgumentException($"The vector has {vector.Length} numbers, and the others have {_sums.Length}.", nameof(vector));
        for (var i = 0; i < _sums.Length; i++)
            _sums[i] += vector[i];
        Count++;
    }

    /// <summary>What leads from this mean to another one.</summary>
    /// <param name="other">The other, of vectors of the same size; both have some.</param>
    public float[] WayTo(VectorMean other) => [.. _sums.Zip(other._sums, (own, its) => (float)((its / other.Count) - (own / Count)))];
}

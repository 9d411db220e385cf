using System.Numerics.Tensors;

namespace TextVae.Vectors;

/// <summary>
/// How close a vector is to others: fast in float32 with a bound on the error, and in double precision. What the fast one cannot
/// tell, the slow one decides, so that a search finds what it would find in double precision alone.
/// </summary>
internal sealed class Closeness
{
    // Squared lengths between which no product of float32 numbers that counts is lost or infinite.
    private const double Least = 1e-20;
    private const double Most = 1e30;

    private readonly float[] _query;
    private readonly VectorMeasure _measure;
    private readonly double _length;
    private readonly double _unit;

    public Closeness(ReadOnlySpan<float> query, VectorMeasure measure)
    {
        (_query, _measure) = (query.ToArray(), measure);
        var square = Square(query);
        _length = Math.Sqrt(square);
        // A sum of n products, in whatever order, is wrong by at most about n·2⁻²⁴ of the product of the lengths (Higham 2002,
        // equation 3.5); the length of the other vector adds half as much, and roots and quotients a little.
        _unit = square is > Least and < Most ? (query.Length + 8) * Math.Pow(2, -23) : double.PositiveInfinity;
    }

    /// <summary>Whether <see cref="Estimate"/> needs the squares of vectors.</summary>
    public static bool NeedsSquare(VectorMeasure measure) => measure != VectorMeasure.Euclidean;

    /// <summary>Whether float32 says enough of a vector of this squared length.</summary>
    public static bool IsTelling(float square) => square is > (float)Least and < (float)Most;

    /// <summary>
    /// What a product in float32 with a vector of length 1 is at least, if their cosine may reach a threshold; −∞ where any may be.
    /// </summary>
    public float LeastProduct(double threshold)
    {
        // What a product and two lengths in float32 are wrong by, and what multiplying with the length may add.
        var limit = threshold - _unit;
        return limit > 0 ? (float)(limit * _length * (1 - 1e-6)) : float.NegativeInfinity;
    }

    /// <summary>The closeness in float32, the larger the closer, and the most that it can be wrong by.</summary>
    /// <param name="other">The other vector.</param>
    /// <param name="square">Its squared length in float32, where it is needed.</param>
    public (double Value, double Error) Estimate(ReadOnlySpan<float> other, float square)
    {
        if (_measure == VectorMeasure.Euclidean)
        {
            double distance = TensorPrimitives.Distance(_query, other);
            return (-distance, distance * distance is > Least and < Most ? distance * _unit : double.PositiveInfinity);
        }

        if (!IsTelling(square))
            return (0, double.PositiveInfinity);
        double product = TensorPrimitives.Dot(_query, other);
        var lengths = _length * Math.Sqrt(square);
        return _measure == VectorMeasure.Cosine ? (product / lengths, _unit) : (product, _unit * lengths);
    }

    /// <summary>The closeness in double precision, the larger the closer; not finite where a number of the other vector is not.</summary>
    public double Exact(ReadOnlySpan<float> other)
    {
        double sum = 0, square = 0;
        for (var i = 0; i < _query.Length; i++)
        {
            double own = _query[i], its = other[i];
            sum += _measure == VectorMeasure.Euclidean ? (own - its) * (own - its) : own * its;
            square += its * its;
        }

        return _measure switch
        {
            VectorMeasure.Euclidean => -Math.Sqrt(sum),
            VectorMeasure.InnerProduct => sum,
            // What is not finite has to stay so; only zeros have no direction.
            _ => square * _length == 0 ? 0 : sum / (_length * Math.Sqrt(square)) * (double.IsFinite(square) ? 1 : double.NaN),
        };
    }

    /// <summary>The closeness as it is told: a distance is positive.</summary>
    public double Told(double closeness) => _measure == VectorMeasure.Euclidean ? 0 - closeness : closeness;

    private static double Square(ReadOnlySpan<float> vector)
    {
        var sum = 0.0;
        foreach (double number in vector)
            sum += number * number;
        return sum;
    }
}

namespace TextVae.Vectors;

/// <summary>Sums of vectors, in double precision.</summary>
internal static class VectorSum
{
    /// <summary>w₁·v₁ + w₂·v₂ + …</summary>
    /// <param name="terms">Each vector with its weight; at least one, and all of the same size.</param>
    /// <exception cref="ArgumentException">There are none, or one has another size.</exception>
    public static float[] Of(params IReadOnlyList<(double Weight, float[] Vector)> terms)
    {
        if (terms.Count == 0)
            throw new ArgumentException("There is nothing to add up.", nameof(terms));
        var sums = new double[terms[0].Vector.Length];
        foreach (var (weight, vector) in terms)
        {
            if (vector.Length != sums.Length)
                throw new ArgumentException($"The vectors have {sums.Length} and {vector.Length} numbers.", nameof(terms));
            for (var i = 0; i < sums.Length; i++)
                sums[i] += weight * vector[i];
        }

        return Array.ConvertAll(sums, sum => (float)sum);
    }
}

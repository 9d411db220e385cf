namespace TextVae.Tables;

/// <summary>What is said of vectors that are none of a model's.</summary>
internal static class VectorRefusal
{
    /// <summary>They have another size.</summary>
    /// <param name="place">The file, and the line or row in it.</param>
    /// <param name="subject">What has so many numbers, as the beginning of a sentence.</param>
    /// <param name="found">How many there are.</param>
    /// <param name="wanted">How many there have to be.</param>
    public static DataException Size(string place, string subject, long found, int wanted) => new(
        $"'{place}' does not hold vectors of this model. {subject} {found} numbers; its vectors have {wanted}. Give what `encode` "
        + "has made with the same model.");

    /// <summary>The vector, if it is one.</summary>
    /// <exception cref="DataException">It has another size, or a number that is not finite.</exception>
    public static float[] Checked(float[] vector, int size, string file, string place)
    {
        if (vector.Length != size)
            throw Size(file, $"{place} has", vector.Length, size);
        if (Array.Exists(vector, number => !float.IsFinite(number)))
            throw new DataException($"'{file}', {Lowered(place)}: a number of the vector is not finite. Leave it out, or mend it.");
        return vector;
    }

    private static string Lowered(string place) => char.ToLowerInvariant(place[0]) + place[1..];
}

namespace TextVae.Server.Messages;

/// <summary>What is wrong with the vectors of a question.</summary>
internal static class VectorProblems
{
    // Far beyond any vector of a text, and far below where a layer's sums overflow.
    private const float Largest = 1e6f;

    public static IEnumerable<string> Of(IReadOnlyList<float[]?> vectors, ServedModel served)
    {
        var size = served.Model.Description.LatentSize;
        return
        [
            .. Bounds.OfCount("vectors", vectors.Count, served.Options),
            .. Bounds.First(vectors.Index().Select(vector => Of(vector.Index, vector.Item, size))),
        ];
    }

    private static string? Of(int place, float[]? vector, int size)
    {
        if (vector is null || vector.Length != size)
            return $"Vector {place + 1} has {vector?.Length ?? 0} numbers; those of this model have {size}.";
        return Array.TrueForAll(vector, number => Math.Abs(number) <= Largest)
            ? null
            : $"Vector {place + 1} has a number that is too large; they have to be between -{Largest:0} and {Largest:0}.";
    }
}

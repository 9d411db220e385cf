using System.Numerics.Tensors;

namespace TextVae.Samples;

/// <summary>How alike the directions of vectors are.</summary>
internal static class Cosine
{
    /// <summary>The places of the vectors nearest to one, by the cosine of their angles, the nearest first.</summary>
    public static int[] Nearest(float[] vector, IReadOnlyList<float[]> others, int count) =>
        [.. Enumerable.Range(0, others.Count).OrderByDescending(i => TensorPrimitives.CosineSimilarity(vector, others[i])).Take(count)];
}

using TextVae.Vectors;

namespace TextVae.Tests.Vectors;

/// <summary>Made-up vectors.</summary>
internal static class VectorTables
{
    /// <summary>Draws from N(0, I), each number rounded to a multiple where that is asked for, so that many are equally close.</summary>
    public static float[][] Drawn(int count, int size, int seed, double multiple = 0)
    {
        var random = new RandomStream(seed);
        return
        [
            .. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, size).Select(_ => random.NextNormal())
                .Select(number => (float)(multiple > 0 ? Math.Round(number / multiple) * multiple : number)).ToArray()),
        ];
    }

    public static VectorTable Table(this float[][] vectors) => VectorTable.Of(vectors, vectors[0].Length);
}

using TextVae.Evaluation;
using TextVae.Vectors;

namespace TextVae.Server.Landscape;

/// <summary>Texts by their vectors: the means of q(z|x), their principal axes, and where each text lies on these.</summary>
internal sealed class TextLandscape : IDisposable
{
    /// <summary>The most axes that are kept.</summary>
    public const int Axes = 16;

    /// <summary>Lays out texts.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="means">The vector of each.</param>
    /// <param name="axes">The principal axes of these.</param>
    public TextLandscape(ITextSource texts, float[][] means, LatentAxes axes)
    {
        (Texts, PrincipalAxes) = (texts, axes);
        Vectors = VectorTable.Of(means, axes.Mean.Length, "the texts of the map");
        var places = Array.ConvertAll(means, axes.Project);
        Reach = [.. axes.Axes.Select((_, axis) => Quantiles(places.Select(place => place[axis])))];
        X = Array.ConvertAll(places, place => Rounded(place[0]));
        Y = Array.ConvertAll(places, place => place.Length > 1 ? Rounded(place[1]) : 0);
    }

    public ITextSource Texts { get; }

    public VectorTable Vectors { get; }

    public LatentAxes PrincipalAxes { get; }

    /// <summary>Between where and where 98 of 100 texts lie on each axis, from the mean.</summary>
    public IReadOnlyList<(double Low, double High)> Reach { get; }

    /// <summary>Where each text lies on the first axis.</summary>
    public float[] X { get; }

    /// <summary>Where each lies on the second; 0 where there is one axis.</summary>
    public float[] Y { get; }

    /// <summary>The bound on −ln p(x) of each text over its tokens, nats; null until it is measured.</summary>
    public float[]? Surprise { get; set; }

    /// <summary>The mean vector of the texts with a label.</summary>
    public VectorMean MeanOf(int label)
    {
        var mean = new VectorMean(Vectors.Size);
        for (var i = 0; i < Texts.Count; i++)
        {
            if (Texts.LabelOf(i) == label)
                mean.Add(Vectors[i]);
        }

        return mean;
    }

    public void Dispose() => Vectors.Dispose();

    private static (double Low, double High) Quantiles(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return (sorted[(int)(0.01 * (sorted.Length - 1))], sorted[(int)Math.Ceiling(0.99 * (sorted.Length - 1))]);
    }

    // A place on a screen needs no more digits, and each costs 20,000 bytes.
    private static float Rounded(double value) => (float)Math.Round(value, 4);
}

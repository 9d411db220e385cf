using System.Runtime.InteropServices;

namespace TextVae.Evaluation.NGrams;

/// <summary>What modified Kneser–Ney smoothing takes off a count of 1, of 2, and of 3 or more (Chen and Goodman 1998).</summary>
/// <param name="OfOne">D₁.</param>
/// <param name="OfTwo">D₂.</param>
/// <param name="OfMore">D₃₊.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Discounts(double OfOne, double OfTwo, double OfMore)
{
    /// <summary>What is taken where the counts do not give discounts, as KenLM does (Heafield et al. 2013).</summary>
    public static readonly Discounts Fallback = new(0.5, 1, 1.5);

    /// <summary>
    /// Chen and Goodman's estimates: D_k = k − (k + 1) Y n_{k+1} / n_k with Y = n₁ / (n₁ + 2 n₂), n_k being how many
    /// n-grams of a length have the count k. Small or odd texts may have none of a count, or so many that a discount is
    /// no longer between 0 and k: then <see cref="Fallback"/>.
    /// </summary>
    public static Discounts Of(IEnumerable<int> counts)
    {
        var n = new double[5];
        foreach (var count in counts)
        {
            if (count < n.Length)
                n[count]++;
        }

        if (n[1] == 0 || n[2] == 0 || n[3] == 0)
            return Fallback;
        var y = n[1] / (n[1] + (2 * n[2]));
        double Estimate(int k) => k - ((k + 1) * y * n[k + 1] / n[k]);
        Discounts estimated = new(Estimate(1), Estimate(2), Estimate(3));
        return estimated is { OfOne: >= 0 and <= 1, OfTwo: >= 0 and <= 2, OfMore: >= 0 and <= 3 } ? estimated : Fallback;
    }

    /// <summary>What is taken off a count; nothing off 0.</summary>
    public double Off(int count) => count switch
    {
        0 => 0,
        1 => OfOne,
        2 => OfTwo,
        _ => OfMore,
    };
}

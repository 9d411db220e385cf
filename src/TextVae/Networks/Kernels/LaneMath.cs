using System.Runtime.CompilerServices;

namespace TextVae.Networks.Kernels;

/// <summary>The transcendental functions of the kernels, to about one unit in the last place of the result's scale.</summary>
internal static class LaneMath
{
    private const float Log2E = 1.44269504f;

    // ln 2 in two parts, so that x − n ln 2 loses no bits (Cody and Waite 1980).
    private const float Ln2High = 0.693359375f;
    private const float Ln2Low = -2.12194440e-4f;

    /// <summary>eˣ = 2ⁿ·eᶠ with n = round(x / ln 2). x counts as −87 below and 88 above; NaN stays.</summary>
    /// <remarks>
    /// eᶠ is 1 + f + f²·q(f) for |f| ≤ ½ ln 2, with the q of degree 4 whose largest relative error there is the smallest: 3·10⁻⁹ (found by
    /// least squares, reweighted until the errors' peaks were equal).
    /// </remarks>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Exp<T>(T x)
        where T : unmanaged, ILanes<T>
    {
        // Of two operands of which one is NaN, the processor takes the second: so NaN stays.
        x = T.Max(T.Of(-87), T.Min(T.Of(88), x));
        var n = T.Round(x * T.Of(Log2E));
        var f = T.MultiplyAdd(n, T.Of(-Ln2Low), T.MultiplyAdd(n, T.Of(-Ln2High), x));
        var p = T.MultiplyAdd(T.Of(1.381459841e-3f), f, T.Of(8.368716898e-3f));
        p = T.MultiplyAdd(p, f, T.Of(4.166838805e-2f));
        p = T.MultiplyAdd(p, f, T.Of(1.666652063e-1f));
        p = T.MultiplyAdd(p, f, T.Of(4.999999345e-1f));
        p = T.MultiplyAdd(p, f, T.Of(1));
        p = T.MultiplyAdd(p, f, T.Of(1));
        return T.Scale(p, n);
    }

    /// <summary>1 / (1 + e⁻ˣ).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Sigmoid<T>(T x)
        where T : unmanaged, ILanes<T> => T.Of(1) / (T.Of(1) + Exp(T.Of(0) - x));

    /// <summary>2 / (1 + e⁻²ˣ) − 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static T Tanh<T>(T x)
        where T : unmanaged, ILanes<T> => (T.Of(2) * Sigmoid(x + x)) - T.Of(1);
}

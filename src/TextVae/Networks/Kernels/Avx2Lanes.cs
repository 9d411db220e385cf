using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TextVae.Networks.Kernels;

/// <summary>8 numbers, for processors with AVX2.</summary>
internal readonly unsafe struct Avx2Lanes(Vector256<float> values) : ILanes<Avx2Lanes>
{
    private readonly Vector256<float> _values = values;

    public static int Count => Vector256<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx2Lanes Of(float value) => new(Vector256.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx2Lanes Load(float* from) => new(Vector256.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx2Lanes Load(BFloat16* from)
    {
        var wide = Avx2.ConvertToVector256Int32(Vector128.Load((ushort*)from));
        return new((wide << 16).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx2Lanes operator +(Avx2Lanes a, Avx2Lanes b) => new(a._values + b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx2Lanes operator -(Avx2Lanes a, Avx2Lanes b) => new(a._values - b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx2Lanes operator *(Avx2Lanes a, Avx2Lanes b) => new(a._values * b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx2Lanes operator /(Avx2Lanes a, Avx2Lanes b) => new(a._values / b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx2Lanes MultiplyAdd(Avx2Lanes a, Avx2Lanes b, Avx2Lanes c) =>
        new(Vector256.MultiplyAddEstimate(a._values, b._values, c._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx2Lanes Max(Avx2Lanes a, Avx2Lanes b) => new(Vector256.MaxNative(a._values, b._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx2Lanes Min(Avx2Lanes a, Avx2Lanes b) => new(Vector256.MinNative(a._values, b._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAtLeast(Avx2Lanes a, Avx2Lanes b) => Vector256.GreaterThanOrEqualAny(a._values, b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx2Lanes Round(Avx2Lanes a) => new(Vector256.Round(a._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx2Lanes Scale(Avx2Lanes a, Avx2Lanes n) =>
        new(a._values * ((Vector256.ConvertToInt32Native(n._values) + Vector256.Create(127)) << 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInterleaved(BFloat16* to, Avx2Lanes a, Avx2Lanes b) =>
        ((a.Rounded() >> 16) | (b.Rounded() & Vector256.Create(0xFFFF0000))).Store((uint*)to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => _values.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(BFloat16* to)
    {
        var upper = Rounded() >> 16;
        Vector128.Narrow(upper.GetLower(), upper.GetUpper()).Store((ushort*)to);
    }

    public float Sum() => Vector256.Sum(_values);

    public float Largest()
    {
        var half = Vector128.Max(_values.GetLower(), _values.GetUpper());
        return MathF.Max(MathF.Max(half[0], half[1]), MathF.Max(half[2], half[3]));
    }

    /// <summary>The bits with the upper half rounded to the nearest bfloat16, as <see cref="BFloat16.Of"/> does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<uint> Rounded()
    {
        var bits = _values.AsUInt32();
        return bits + Vector256.Create(0x7FFFu) + ((bits >> 16) & Vector256.Create(1u));
    }
}

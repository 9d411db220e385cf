using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace TextVae.Networks.Kernels;

/// <summary>16 numbers, for processors with AVX-512.</summary>
internal readonly unsafe struct Avx512Lanes(Vector512<float> values) : ILanes<Avx512Lanes>
{
    private readonly Vector512<float> _values = values;

    public static int Count => Vector512<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx512Lanes Of(float value) => new(Vector512.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx512Lanes Load(float* from) => new(Vector512.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx512Lanes Load(BFloat16* from)
    {
        var wide = Avx512F.ConvertToVector512UInt32(Vector256.Load((ushort*)from));
        return new((wide << 16).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx512Lanes operator +(Avx512Lanes a, Avx512Lanes b) => new(a._values + b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx512Lanes operator -(Avx512Lanes a, Avx512Lanes b) => new(a._values - b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx512Lanes operator *(Avx512Lanes a, Avx512Lanes b) => new(a._values * b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx512Lanes operator /(Avx512Lanes a, Avx512Lanes b) => new(a._values / b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx512Lanes MultiplyAdd(Avx512Lanes a, Avx512Lanes b, Avx512Lanes c) =>
        new(Vector512.MultiplyAddEstimate(a._values, b._values, c._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx512Lanes Max(Avx512Lanes a, Avx512Lanes b) => new(Vector512.MaxNative(a._values, b._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx512Lanes Min(Avx512Lanes a, Avx512Lanes b) => new(Vector512.MinNative(a._values, b._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAtLeast(Avx512Lanes a, Avx512Lanes b) => Vector512.GreaterThanOrEqualAny(a._values, b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx512Lanes Round(Avx512Lanes a) => new(Vector512.Round(a._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Avx512Lanes Scale(Avx512Lanes a, Avx512Lanes n) => new(Avx512F.Scale(a._values, n._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInterleaved(BFloat16* to, Avx512Lanes a, Avx512Lanes b) =>
        ((a.Rounded() >> 16) | (b.Rounded() & Vector512.Create(0xFFFF0000))).Store((uint*)to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => _values.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(BFloat16* to)
    {
        Avx512F.ConvertToVector256UInt16(Rounded() >> 16).Store((ushort*)to);
    }

    public float Sum() => Vector512.Sum(_values);

    public float Largest()
    {
        var half = Vector256.Max(_values.GetLower(), _values.GetUpper());
        var quarter = Vector128.Max(half.GetLower(), half.GetUpper());
        return MathF.Max(MathF.Max(quarter[0], quarter[1]), MathF.Max(quarter[2], quarter[3]));
    }

    /// <summary>The bits with the upper half rounded to the nearest bfloat16, as <see cref="BFloat16.Of"/> does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector512<uint> Rounded()
    {
        var bits = _values.AsUInt32();
        return bits + Vector512.Create(0x7FFFu) + ((bits >> 16) & Vector512.Create(1u));
    }
}

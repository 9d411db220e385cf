using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace TextVae.Networks.Kernels;

/// <summary>4 numbers, for every other processor: .NET finds the instructions, or does without.</summary>
internal readonly unsafe struct PortableLanes(Vector128<float> values) : ILanes<PortableLanes>
{
    private readonly Vector128<float> _values = values;

    public static int Count => Vector128<float>.Count;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes Of(float value) => new(Vector128.Create(value));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes Load(float* from) => new(Vector128.Load(from));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes Load(BFloat16* from)
    {
        var narrow = Vector64.Load((ushort*)from);
        return new((Vector128.Create(Vector64.WidenLower(narrow), Vector64.WidenUpper(narrow)) << 16).AsSingle());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes operator +(PortableLanes a, PortableLanes b) => new(a._values + b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes operator -(PortableLanes a, PortableLanes b) => new(a._values - b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes operator *(PortableLanes a, PortableLanes b) => new(a._values * b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes operator /(PortableLanes a, PortableLanes b) => new(a._values / b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes MultiplyAdd(PortableLanes a, PortableLanes b, PortableLanes c) =>
        new(Vector128.MultiplyAddEstimate(a._values, b._values, c._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes Max(PortableLanes a, PortableLanes b) => new(Vector128.MaxNative(a._values, b._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes Min(PortableLanes a, PortableLanes b) => new(Vector128.MinNative(a._values, b._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool AnyAtLeast(PortableLanes a, PortableLanes b) => Vector128.GreaterThanOrEqualAny(a._values, b._values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes Round(PortableLanes a) => new(Vector128.Round(a._values));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static PortableLanes Scale(PortableLanes a, PortableLanes n) =>
        new(a._values * ((Vector128.ConvertToInt32Native(n._values) + Vector128.Create(127)) << 23).AsSingle());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreInterleaved(BFloat16* to, PortableLanes a, PortableLanes b) =>
        ((a.Rounded() >> 16) | (b.Rounded() & Vector128.Create(0xFFFF0000))).Store((uint*)to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => _values.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(BFloat16* to)
    {
        var upper = Rounded() >> 16;
        Vector64.Narrow(upper.GetLower(), upper.GetUpper()).Store((ushort*)to);
    }

    public float Sum() => Vector128.Sum(_values);

    public float Largest()
    {
        return MathF.Max(MathF.Max(_values[0], _values[1]), MathF.Max(_values[2], _values[3]));
    }

    /// <summary>The bits with the upper half rounded to the nearest bfloat16, as <see cref="BFloat16.Of"/> does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<uint> Rounded()
    {
        var bits = _values.AsUInt32();
        return bits + Vector128.Create(0x7FFFu) + ((bits >> 16) & Vector128.Create(1u));
    }
}

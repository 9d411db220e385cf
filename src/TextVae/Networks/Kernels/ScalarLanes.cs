using System.Runtime.CompilerServices;

namespace TextVae.Networks.Kernels;

/// <summary>One number at a time, for the ends of rows.</summary>
internal readonly unsafe struct ScalarLanes(float value) : ILanes<ScalarLanes>
{
    private readonly float _value = value;

    public static int Count => 1;

    public static ScalarLanes Of(float value) => new(value);

    public static ScalarLanes Load(float* from) => new(*from);

    public static ScalarLanes Load(BFloat16* from) => new(from->ToSingle());

    public static ScalarLanes operator +(ScalarLanes a, ScalarLanes b) => new(a._value + b._value);

    public static ScalarLanes operator -(ScalarLanes a, ScalarLanes b) => new(a._value - b._value);

    public static ScalarLanes operator *(ScalarLanes a, ScalarLanes b) => new(a._value * b._value);

    public static ScalarLanes operator /(ScalarLanes a, ScalarLanes b) => new(a._value / b._value);

    public static ScalarLanes MultiplyAdd(ScalarLanes a, ScalarLanes b, ScalarLanes c) =>
        new(MathF.FusedMultiplyAdd(a._value, b._value, c._value));

    public static ScalarLanes Max(ScalarLanes a, ScalarLanes b) => new(MathF.Max(a._value, b._value));

    public static ScalarLanes Min(ScalarLanes a, ScalarLanes b) => new(MathF.Min(a._value, b._value));

    public static bool AnyAtLeast(ScalarLanes a, ScalarLanes b) => a._value >= b._value;

    public static ScalarLanes Round(ScalarLanes a) => new(MathF.Round(a._value));

    public static ScalarLanes Scale(ScalarLanes a, ScalarLanes n) =>
        new(a._value * BitConverter.Int32BitsToSingle(((int)n._value + 127) << 23));

    public static void StoreInterleaved(BFloat16* to, ScalarLanes a, ScalarLanes b)
    {
        to[0] = BFloat16.Of(a._value);
        to[1] = BFloat16.Of(b._value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(float* to) => *to = _value;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store(BFloat16* to) => *to = BFloat16.Of(_value);

    public float Sum() => _value;

    public float Largest() => _value;
}

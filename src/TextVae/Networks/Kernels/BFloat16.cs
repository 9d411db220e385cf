using System.Runtime.CompilerServices;
using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>
/// A bfloat16 operand: the upper half of a float32, with its sign, its range and 8 significant bits. Its panels have
/// two rows interleaved, because the processor multiplies pairs.
/// </summary>
internal readonly unsafe struct BFloat16(ushort bits) : IOperand<BFloat16>
{
    private readonly ushort _bits = bits;

    /// <summary>The nearest number, of two as near the one with an even last bit. Not for NaN.</summary>
    public static BFloat16 Of(float value)
    {
        var bits = BitConverter.SingleToUInt32Bits(value);
        return new BFloat16((ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
    }

    /// <summary>The same number as a float32, exactly.</summary>
    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)_bits << 16);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(BFloat16* from)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Load(from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(BFloat16* to, TLanes values)
        where TLanes : unmanaged, ILanes<TLanes> => values.Store(to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRows<TLanes>(BFloat16* panel, int row, int column, TLanes first, TLanes second)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.StoreInterleaved(panel + ((long)row * Panel.Width) + (2 * column), first, second);

    public static void Multiply(
        int rows, int columns, int depth, BFloat16* a, long strideA, BFloat16* panel, float* c, long strideC, bool add) =>
        MicroKernel.MultiplyBFloat16(rows, columns, depth, a, strideA, panel, Panel.Width, c, strideC, add);

    public static void Release() => MicroKernel.Release();
}

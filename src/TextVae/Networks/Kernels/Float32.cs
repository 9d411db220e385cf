using System.Runtime.CompilerServices;
using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>A float32 operand. Its panels are plain: row after row.</summary>
internal readonly unsafe struct Float32(float value) : IOperand<Float32>
{
    private readonly float _value = value;

    public static Float32 Of(float value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Load<TLanes>(Float32* from)
        where TLanes : unmanaged, ILanes<TLanes> => TLanes.Load((float*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TLanes>(Float32* to, TLanes values)
        where TLanes : unmanaged, ILanes<TLanes> => values.Store((float*)to);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreRows<TLanes>(Float32* panel, int row, int column, TLanes first, TLanes second)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var to = (float*)panel + ((long)row * Panel.Width) + column;
        first.Store(to);
        second.Store(to + Panel.Width);
    }

    public static void Multiply(
        int rows, int columns, int depth, Float32* a, long strideA, Float32* panel, float* c, long strideC, bool add) =>
        MicroKernel.MultiplyFloat32(rows, columns, depth, (float*)a, strideA, (float*)panel, Panel.Width, c, strideC, add);

    public static void Release()
    {
        // Only matrix tiles are configured, and float32 has none.
    }
}

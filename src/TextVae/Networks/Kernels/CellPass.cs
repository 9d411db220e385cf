using System.Runtime.CompilerServices;

namespace TextVae.Networks.Kernels;

/// <summary>A cell's work on all features of a sentence at one step: in lanes, and what is left one by one.</summary>
internal static class CellPass<TCell, TLanes, TOperand>
    where TCell : struct, ICell
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    /// <summary>The next state.</summary>
    public static void Forward(in CellForward<TOperand> at)
    {
        var vectorised = at.Hidden - (at.Hidden % TLanes.Count);
        Forward<TLanes>(0, vectorised, at);
        Forward<ScalarLanes>(vectorised, at.Hidden, at);
    }

    /// <summary>The gradients.</summary>
    public static void Backward(in CellBackward<TOperand> at)
    {
        var vectorised = at.Hidden - (at.Hidden % TLanes.Count);
        Backward<TLanes>(0, vectorised, at);
        Backward<ScalarLanes>(vectorised, at.Hidden, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward<T>(int from, int to, in CellForward<TOperand> at)
        where T : unmanaged, ILanes<T>
    {
        for (var j = from; j < to; j += T.Count)
            TCell.Forward<T, TOperand>(j, at);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Backward<T>(int from, int to, in CellBackward<TOperand> at)
        where T : unmanaged, ILanes<T>
    {
        for (var j = from; j < to; j += T.Count)
            TCell.Backward<T, TOperand>(j, at);
    }
}

using System.Runtime.CompilerServices;

namespace TextVae.Networks.Kernels;

/// <summary>Brings matrices into the order and the precision of operands, with zeros where they are padded.</summary>
internal static unsafe class Packing<TLanes, TSource, TOperand>
    where TLanes : unmanaged, ILanes<TLanes>
    where TSource : unmanaged, IOperand<TSource>
    where TOperand : unmanaged, IOperand<TOperand>
{
    // A square of so many numbers stays in the first cache while it is turned.
    private const int Square = 32;

    /// <summary>A left operand: one row, padded to <paramref name="padded"/> columns.</summary>
    public static void Row(TSource* from, int columns, TOperand* to, int padded)
    {
        var j = 0;
        for (; j <= columns - TLanes.Count; j += TLanes.Count)
            TOperand.Store(to + j, TSource.Load<TLanes>(from + j));
        for (; j < columns; j++)
            Copy(from + j, to + j);
        new Span<TOperand>(to + columns, padded - columns).Clear();
    }

    /// <summary>
    /// A left operand from its transpose: row r of the operand is column r of the source, for rows from
    /// <paramref name="first"/> to <paramref name="end"/>.
    /// </summary>
    /// <param name="from">[depth, ...], rows <paramref name="strideFrom"/> apart.</param>
    /// <param name="strideFrom">Numbers from one row of the source to the next.</param>
    /// <param name="depth">Rows of the source.</param>
    /// <param name="first">The first row of the operand to fill.</param>
    /// <param name="end">The row after the last.</param>
    /// <param name="to">The operand, rows <paramref name="strideTo"/> apart.</param>
    /// <param name="strideTo">The depth with its padding, which is left as it is.</param>
    public static void Transposed(
        TSource* from, long strideFrom, int depth, int first, int end, TOperand* to, int strideTo)
    {
        for (var k0 = 0; k0 < depth; k0 += Square)
        {
            for (var r0 = first; r0 < end; r0 += Square)
            {
                for (var k = k0; k < Math.Min(k0 + Square, depth); k++)
                {
                    for (var r = r0; r < Math.Min(r0 + Square, end); r++)
                        Copy(from + (k * strideFrom) + r, to + ((long)r * strideTo) + k);
                }
            }
        }
    }

    /// <summary>Zeros for the padding of a left operand's rows.</summary>
    public static void ClearPadding(TOperand* operand, int first, int end, int depth, int padded)
    {
        for (var r = first; r < end; r++)
            new Span<TOperand>(operand + ((long)r * padded) + depth, padded - depth).Clear();
    }

    /// <summary>Panel <paramref name="number"/> of a right operand [depth, columns].</summary>
    /// <param name="from">[depth, columns], rows <paramref name="strideFrom"/> apart.</param>
    /// <param name="strideFrom">Numbers from one row of the source to the next.</param>
    /// <param name="depth">Rows of the source.</param>
    /// <param name="columns">Columns of the source.</param>
    /// <param name="number">Which panel.</param>
    /// <param name="panel">The panel, of <paramref name="padded"/> rows.</param>
    /// <param name="padded">The depth with its padding.</param>
    public static void PanelOf(
        TSource* from, long strideFrom, int depth, int columns, int number, TOperand* panel, int padded)
    {
        var first = number * Panel.Width;
        var width = Math.Min(Panel.Width, columns - first);
        if (width < Panel.Width || depth < padded)
            new Span<TOperand>(panel, padded * Panel.Width).Clear();
        for (var k = 0; k < depth; k += 2)
        {
            var row = from + (k * strideFrom) + first;
            var isLast = k + 1 == depth;
            var j = 0;
            for (; j <= width - TLanes.Count; j += TLanes.Count)
                TOperand.StoreRows(panel, k, j, TSource.Load<TLanes>(row + j), isLast ? TLanes.Of(0) : TSource.Load<TLanes>(row + strideFrom + j));
            for (; j < width; j++)
                TOperand.StoreRows(panel, k, j, TSource.Load<ScalarLanes>(row + j), isLast ? ScalarLanes.Of(0) : TSource.Load<ScalarLanes>(row + strideFrom + j));
        }
    }

    /// <summary>The same of the transpose of a source [columns, depth].</summary>
    public static void PanelOfTransposed(
        TSource* from, long strideFrom, int depth, int columns, int number, TOperand* panel, int padded)
    {
        var first = number * Panel.Width;
        var width = Math.Min(Panel.Width, columns - first);
        if (width < Panel.Width || depth < padded)
            new Span<TOperand>(panel, padded * Panel.Width).Clear();
        for (var k0 = 0; k0 < depth; k0 += Square)
        {
            for (var j = 0; j < width; j++)
            {
                var row = from + ((first + j) * strideFrom);
                for (var k = k0; k < Math.Min(k0 + Square, depth); k += 2)
                {
                    var second = k + 1 < depth ? TSource.Load<ScalarLanes>(row + k + 1) : ScalarLanes.Of(0);
                    TOperand.StoreRows(panel, k, j, TSource.Load<ScalarLanes>(row + k), second);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Copy(TSource* from, TOperand* to) => TOperand.Store(to, TSource.Load<ScalarLanes>(from));
}

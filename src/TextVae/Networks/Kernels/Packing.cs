namespace TextVae.Networks.Kernels;

/// <summary>Brings matrices into the order and the precision of operands, with zeros where they are padded.</summary>
internal static unsafe class Packing<TLanes, TSource, TOperand>
    where TLanes : unmanaged, ILanes<TLanes>
    where TSource : unmanaged, IOperand<TSource>
    where TOperand : unmanaged, IOperand<TOperand>
{
    // A square of so many numbers stays in the first cache while it is turned.
    private const int Square = Panel.Width;

    // Numbers of an operand that are turned together.
    private static int PerWord => sizeof(float) / sizeof(TOperand);

    /// <summary>A left operand: one row, padded to <paramref name="padded"/> columns.</summary>
    public static void Row(TSource* from, int columns, TOperand* to, int padded)
    {
        var j = 0;
        for (; j <= columns - TLanes.Count; j += TLanes.Count)
            TOperand.Store(to + j, TSource.Load<TLanes>(from + j));
        for (; j < columns; j++)
            TOperand.Store(to + j, TSource.Load<ScalarLanes>(from + j));
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
        // As panels the rows stand together as they have to in the operand, and only words are left to turn.
        var square = stackalloc TOperand[Square * Square];
        for (var k = 0; k < depth; k += Square)
        {
            var height = Math.Min(Square, depth - k);
            for (var r = first; r < end; r += Square)
            {
                var width = Math.Min(Square, end - r);
                Interleave(from + (k * strideFrom) + r, strideFrom, height, width, square);
                Transposition.Run(
                    (float*)square, Panel.Width, (height + PerWord - 1) / PerWord, width,
                    (float*)(to + ((long)r * strideTo) + k), strideTo / PerWord, UseVectors);
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
        Interleave(from + first, strideFrom, depth, width, panel);
    }

    /// <summary>The same of the transpose of a source [columns, depth].</summary>
    public static void PanelOfTransposed(
        TSource* from, long strideFrom, int depth, int columns, int number, TOperand* panel, int padded)
    {
        var first = number * Panel.Width;
        var width = Math.Min(Panel.Width, columns - first);
        if (width < Panel.Width || depth < padded)
            new Span<TOperand>(panel, padded * Panel.Width).Clear();
        var square = stackalloc TOperand[Square * Square];
        for (var k = 0; k < depth; k += Square)
        {
            var height = Math.Min(Square, depth - k);
            // Of an odd depth the last row of the panel has a partner, which is zero.
            var even = (height + PerWord - 1) / PerWord * PerWord;
            for (var j = 0; j < width; j++)
                Row(from + ((first + j) * strideFrom) + k, height, square + (j * Square), even);
            Transposition.Run(
                (float*)square, Square / PerWord, width, even / PerWord, (float*)(panel + ((long)k * Panel.Width)), Panel.Width,
                UseVectors);
        }
    }

    private static bool UseVectors => TLanes.Count > PortableLanes.Count;

    /// <summary>Rows of a source in the order of a panel's.</summary>
    private static void Interleave(TSource* from, long strideFrom, int depth, int width, TOperand* panel)
    {
        for (var k = 0; k < depth; k += 2)
        {
            var first = from + (k * strideFrom);
            var second = first + strideFrom;
            var isLast = k + 1 == depth;
            var j = 0;
            for (; j <= width - TLanes.Count; j += TLanes.Count)
                TOperand.StoreRows(panel, k, j, TSource.Load<TLanes>(first + j), isLast ? TLanes.Of(0) : TSource.Load<TLanes>(second + j));
            for (; j < width; j++)
                TOperand.StoreRows(panel, k, j, TSource.Load<ScalarLanes>(first + j), isLast ? ScalarLanes.Of(0) : TSource.Load<ScalarLanes>(second + j));
        }
    }
}

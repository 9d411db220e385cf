using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>A right operand [depth, columns] in panels, in the precision of operands.</summary>
internal sealed unsafe class PackedMatrix<TLanes, TOperand> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    private readonly NativeMemoryBlock _memory;

    /// <summary>Packs a matrix.</summary>
    public PackedMatrix(Matrix matrix)
    {
        (Depth, Columns) = (Panel.Padded(matrix.Rows), matrix.Columns);
        _memory = new NativeMemoryBlock((long)Panels * Depth * Panel.Width * sizeof(TOperand));
        Workers.For(Panels, number =>
        {
            if (matrix.IsTransposed)
            {
                Packing<TLanes, Float32, TOperand>.PanelOfTransposed(
                    (Float32*)matrix.Start, matrix.Stride, matrix.Rows, matrix.Columns, number, this[number], Depth);
            }
            else
            {
                Packing<TLanes, Float32, TOperand>.PanelOf(
                    (Float32*)matrix.Start, matrix.Stride, matrix.Rows, matrix.Columns, number, this[number], Depth);
            }
        });
    }

    /// <summary>Rows, padded.</summary>
    public int Depth { get; }

    /// <summary>Columns.</summary>
    public int Columns { get; }

    /// <summary>Panels that hold them.</summary>
    public int Panels => Panel.Count(Columns);

    /// <summary>All panels, one after the other.</summary>
    public TOperand* Start => (TOperand*)_memory.Start;

    /// <summary>A panel, [padded depth, panel width].</summary>
    public TOperand* this[int panel] => Start + ((long)panel * Depth * Panel.Width);

    public void Dispose() => _memory.Dispose();
}

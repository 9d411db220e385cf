using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>A float32 matrix in memory, row after row, or the transpose of one.</summary>
internal readonly unsafe struct Matrix(float* start, long storedRows, long storedColumns, bool isTransposed = false)
{
    /// <summary>Its first number.</summary>
    public float* Start => start;

    /// <summary>Numbers from one stored row to the next.</summary>
    public int Stride => (int)storedColumns;

    /// <summary>Whether its rows are what is stored as columns.</summary>
    public bool IsTransposed => isTransposed;

    public int Rows => (int)(isTransposed ? storedColumns : storedRows);

    public int Columns => (int)(isTransposed ? storedRows : storedColumns);
}

/// <summary>Products of whole float32 matrices with operands of any precision.</summary>
internal static unsafe class MatrixProduct<TLanes, TOperand>
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    /// <summary>C ← A · B.</summary>
    /// <param name="a">[rows, depth].</param>
    /// <param name="b">[depth, columns].</param>
    /// <param name="c">Takes the product, [rows, columns].</param>
    public static void Run(Matrix a, Matrix b, float* c)
    {
        var depth = Panel.Padded(a.Columns);
        using var leftMemory = new NativeMemoryBlock((long)a.Rows * depth * sizeof(TOperand));
        using var right = new PackedMatrix<TLanes, TOperand>(b);
        var left = (TOperand*)leftMemory.Start;
        Workers.For(Panel.Count(a.Rows), number =>
        {
            var (first, end) = (number * Panel.Width, Math.Min((number + 1) * Panel.Width, a.Rows));
            if (a.IsTransposed)
            {
                Packing<TLanes, Float32, TOperand>.Transposed((Float32*)a.Start, a.Stride, a.Columns, first, end, left, depth);
                Packing<TLanes, Float32, TOperand>.ClearPadding(left, first, end, a.Columns, depth);
                return;
            }

            for (var row = first; row < end; row++)
                Packing<TLanes, Float32, TOperand>.Row((Float32*)a.Start + ((long)row * a.Columns), a.Columns, left + ((long)row * depth), depth);
        });
        BlockProduct<TOperand>.Run(left, a.Rows, right.Start, depth, b.Columns, c);
    }
}

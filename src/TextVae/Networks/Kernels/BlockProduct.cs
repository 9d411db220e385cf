using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>Whole products of packed operands, in blocks shared out to the workers.</summary>
internal static unsafe class BlockProduct<TOperand>
    where TOperand : unmanaged, IOperand<TOperand>
{
    private const int BlockRows = 96;

    // As deep as the block's operands stay in the second cache.
    private const int BlockDepth = 512;

    /// <summary>C ← A · B, or C ← C + A · B.</summary>
    /// <param name="a">[rows, depth], each row whole.</param>
    /// <param name="rows">Rows of A and C.</param>
    /// <param name="panels">B in panels of <paramref name="depth"/> rows.</param>
    /// <param name="depth">The common dimension, padded.</param>
    /// <param name="columns">Columns of B and C.</param>
    /// <param name="c">[rows, columns], each row whole.</param>
    /// <param name="add">Whether the product is added to what C holds.</param>
    public static void Run(TOperand* a, int rows, TOperand* panels, int depth, int columns, float* c, bool add = false)
    {
        var ofRows = (rows + BlockRows - 1) / BlockRows;
        Workers.For(ofRows * Panel.Count(columns), block =>
        {
            var panel = block / ofRows;
            var first = block % ofRows * BlockRows;
            var height = Math.Min(BlockRows, rows - first);
            var width = Math.Min(Panel.Width, columns - (panel * Panel.Width));
            var right = panels + ((long)panel * depth * Panel.Width);
            var result = c + ((long)first * columns) + (panel * Panel.Width);
            for (var k = 0; k < depth; k += BlockDepth)
            {
                TOperand.Multiply(
                    height, width, Math.Min(BlockDepth, depth - k), a + ((long)first * depth) + k, depth,
                    right + ((long)k * Panel.Width), result, columns, add || k > 0);
            }

            TOperand.Release();
        });
    }
}

namespace TextVae.Vectors;

/// <summary>
/// Sums over all vectors, in blocks on all processors. Blocks do not depend on how many processors there are and are added up in
/// their order, so that the sums are the same to the last bit on every machine.
/// </summary>
internal static class BlockSums
{
    private const int RowsAtOnce = 2048;

    /// <summary>Adds up what each vector contributes.</summary>
    /// <param name="rows">How many vectors there are.</param>
    /// <param name="length">How many sums.</param>
    /// <param name="add">Adds what a row contributes.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    public static double[] Of(long rows, int length, Action<int, double[]> add, CancellationToken cancellation) =>
        OfBlocks(rows, length, (first, end, sums) =>
        {
            for (var row = first; row < end; row++)
                add(row, sums);
        }, cancellation);

    /// <summary>Adds up what blocks of vectors contribute.</summary>
    /// <param name="rows">How many vectors there are.</param>
    /// <param name="length">How many sums.</param>
    /// <param name="add">Adds what the rows from one to before another contribute.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    public static double[] OfBlocks(long rows, int length, Action<int, int, double[]> add, CancellationToken cancellation)
    {
        var blocks = new double[(rows + RowsAtOnce - 1) / RowsAtOnce][];
        NeighborSearch.InParallel(blocks.Length, block =>
        {
            cancellation.ThrowIfCancellationRequested();
            var sums = blocks[block] = new double[length];
            add(block * RowsAtOnce, (int)Math.Min(rows, (block + 1L) * RowsAtOnce), sums);
        });
        var total = new double[length];
        foreach (var sums in blocks)
        {
            for (var i = 0; i < length; i++)
                total[i] += sums[i];
        }

        return total;
    }
}

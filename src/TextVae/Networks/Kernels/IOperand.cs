namespace TextVae.Networks.Kernels;

/// <summary>What the block product multiplies, and the order in which it wants a right operand.</summary>
internal unsafe interface IOperand<TSelf>
    where TSelf : unmanaged, IOperand<TSelf>
{
    static abstract TSelf Of(float value);

    static abstract TLanes Load<TLanes>(TSelf* from)
        where TLanes : unmanaged, ILanes<TLanes>;

    static abstract void Store<TLanes>(TSelf* to, TLanes values)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>
    /// Stores lanes of two rows of a panel, the first of them of even number, from a column on. A panel holds
    /// <see cref="Panel.Width"/> columns of a right operand.
    /// </summary>
    static abstract void StoreRows<TLanes>(TSelf* panel, int row, int column, TLanes first, TLanes second)
        where TLanes : unmanaged, ILanes<TLanes>;

    /// <summary>C [rows, columns] ← A [rows, depth] · panel [depth, columns], added to C with <paramref name="add"/>.
    /// The depth is even.</summary>
    static abstract void Multiply(
        int rows, int columns, int depth, TSelf* a, long strideA, TSelf* panel, float* c, long strideC, bool add);

    /// <summary>Ends a series of products on this thread.</summary>
    static abstract void Release();
}

using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TextVae.Networks.Kernels;

/// <summary>
/// What distinguishes one recurrent cell from another: what happens to the gates after the products. All else, from the
/// order of the tokens to the sums of the gradients, is the same for every cell. In every tensor the gates stand one
/// after the other, <c>hidden</c> features each.
/// </summary>
internal unsafe interface ICell
{
    /// <summary>Gates, the candidate among them.</summary>
    static abstract int Gates { get; }

    /// <summary>
    /// The last of the gates whose product with the state is changed before it meets W x, so that the gradients of the
    /// two differ.
    /// </summary>
    static abstract int GatesApart { get; }

    /// <summary>Whether there is a memory beside the state.</summary>
    static abstract bool HasMemory { get; }

    /// <summary>Numbers a feature of the state that the gradient needs of each token.</summary>
    static abstract int Saved { get; }

    /// <summary>The next state at the features from <paramref name="j"/> on.</summary>
    static abstract void Forward<T, TOperand>(int j, in CellForward<TOperand> at)
        where T : unmanaged, ILanes<T>
        where TOperand : unmanaged, IOperand<TOperand>;

    /// <summary>The gradients at the features from <paramref name="j"/> on.</summary>
    static abstract void Backward<T, TOperand>(int j, in CellBackward<TOperand> at)
        where T : unmanaged, ILanes<T>
        where TOperand : unmanaged, IOperand<TOperand>;
}

/// <summary>One sentence at one step, after the product of its state.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct CellForward<TOperand>
    where TOperand : unmanaged
{
    /// <summary>Features of the state.</summary>
    public int Hidden;

    /// <summary>W x, [gates · hidden].</summary>
    public float* OfInput;

    /// <summary>What the context adds to it, [gates · hidden].</summary>
    public float* OfContext;

    /// <summary>U h, [gates · hidden].</summary>
    public float* OfState;

    /// <summary>The bias beside U, [gates · hidden].</summary>
    public float* Bias;

    /// <summary>h, [hidden].</summary>
    public float* Before;

    /// <summary>The memory before the step; takes the one after it, [hidden]. Only where the cell has one.</summary>
    public float* Memory;

    /// <summary>Takes h', [hidden].</summary>
    public float* After;

    /// <summary>Takes h' for the next product, [hidden]; null after the last step.</summary>
    public TOperand* Operand;

    /// <summary>Takes what the gradient needs, [saved · hidden]; null without one.</summary>
    public TOperand* Saved;

    /// <summary>W x + U h with context and bias, at the features of the gates from <paramref name="j"/> on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly T Sum<T>(int j)
        where T : unmanaged, ILanes<T> =>
        T.Load(OfInput + j) + T.Load(OfContext + j) + (T.Load(OfState + j) + T.Load(Bias + j));
}

/// <summary>One sentence at one step, on the way back.</summary>
[StructLayout(LayoutKind.Auto)]
internal unsafe struct CellBackward<TOperand>
    where TOperand : unmanaged
{
    /// <summary>Features of the state.</summary>
    public int Hidden;

    /// <summary>The gradient of h' as far as it comes from the layers above, [hidden].</summary>
    public float* Gradient;

    /// <summary>The gradient of h' as far as it comes from the next step; takes what of it reaches h beside the product,
    /// [hidden].</summary>
    public float* OfState;

    /// <summary>The gradient of the memory after the step; takes that of the one before it, [hidden]. Only where the cell
    /// has one.</summary>
    public float* OfMemory;

    /// <summary>What the forward pass saved.</summary>
    public TOperand* Saved;

    /// <summary>h, [hidden].</summary>
    public float* Before;

    /// <summary>Takes the gradient of U h + b, [gates · hidden].</summary>
    public TOperand* OfProduct;

    /// <summary>Takes the part of the gradient of W x that is not that of U h, [gates apart · hidden].</summary>
    public TOperand* OfInput;
}

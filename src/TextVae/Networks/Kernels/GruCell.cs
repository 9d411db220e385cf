using System.Runtime.CompilerServices;

namespace TextVae.Networks.Kernels;

/// <summary>The gates of one sentence at one step, after the products.</summary>
internal static unsafe class GruCell<TLanes, TOperand>
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    /// <summary>r, u, n and h' of <see cref="GruLayer"/>'s equations.</summary>
    /// <param name="hidden">Features of the state.</param>
    /// <param name="ofInput">W x, [3 · hidden].</param>
    /// <param name="ofContext">What the context adds to it, [3 · hidden].</param>
    /// <param name="ofState">U h, [3 · hidden].</param>
    /// <param name="bias">The bias beside U, [3 · hidden].</param>
    /// <param name="before">h, [hidden].</param>
    /// <param name="after">Takes h', [hidden].</param>
    /// <param name="operand">Takes h' for the next product, [hidden]; null after the last step.</param>
    /// <param name="saved">Takes r, u, n and U_n h + b_n for the gradient, [4 · hidden]; null without one.</param>
    public static void Forward(
        int hidden, float* ofInput, float* ofContext, float* ofState, float* bias, float* before, float* after,
        TOperand* operand, TOperand* saved)
    {
        var vectorised = hidden - (hidden % TLanes.Count);
        Forward<TLanes>(0, vectorised, hidden, ofInput, ofContext, ofState, bias, before, after, operand, saved);
        Forward<ScalarLanes>(vectorised, hidden, hidden, ofInput, ofContext, ofState, bias, before, after, operand, saved);
    }

    /// <summary>The gradients of one sentence at one step.</summary>
    /// <param name="hidden">Features of the state.</param>
    /// <param name="gradient">That of h' as far as it comes from the layers above, [hidden].</param>
    /// <param name="ofState">That of h' as far as it comes from the next step; takes u ⊙ dh', what of it reaches h
    /// beside the product, [hidden].</param>
    /// <param name="saved">What <see cref="Forward"/> saved.</param>
    /// <param name="before">h, [hidden].</param>
    /// <param name="ofProduct">Takes that of U h + b, [3 · hidden].</param>
    /// <param name="ofCandidate">Takes the candidate's part of that of W x, [hidden]; the other two are those of U h.</param>
    public static void Backward(
        int hidden, float* gradient, float* ofState, TOperand* saved, float* before, TOperand* ofProduct,
        TOperand* ofCandidate)
    {
        var vectorised = hidden - (hidden % TLanes.Count);
        Backward<TLanes>(0, vectorised, hidden, gradient, ofState, saved, before, ofProduct, ofCandidate);
        Backward<ScalarLanes>(vectorised, hidden, hidden, gradient, ofState, saved, before, ofProduct, ofCandidate);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Forward<T>(
        int from, int to, int hidden, float* ofInput, float* ofContext, float* ofState, float* bias, float* before,
        float* after, TOperand* operand, TOperand* saved)
        where T : unmanaged, ILanes<T>
    {
        for (var j = from; j < to; j += T.Count)
        {
            var (j1, j2) = (hidden + j, (2 * hidden) + j);
            var reset = LaneMath.Sigmoid(T.Load(ofInput + j) + T.Load(ofContext + j) + (T.Load(ofState + j) + T.Load(bias + j)));
            var update = LaneMath.Sigmoid(T.Load(ofInput + j1) + T.Load(ofContext + j1) + (T.Load(ofState + j1) + T.Load(bias + j1)));
            var product = T.Load(ofState + j2) + T.Load(bias + j2);
            var candidate = LaneMath.Tanh(T.MultiplyAdd(reset, product, T.Load(ofInput + j2) + T.Load(ofContext + j2)));
            var state = T.MultiplyAdd(update, T.Load(before + j) - candidate, candidate);
            state.Store(after + j);
            if (operand is not null)
                TOperand.Store(operand + j, state);
            if (saved is null)
                continue;
            TOperand.Store(saved + j, reset);
            TOperand.Store(saved + j1, update);
            TOperand.Store(saved + j2, candidate);
            TOperand.Store(saved + (3 * hidden) + j, product);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Backward<T>(
        int from, int to, int hidden, float* gradient, float* ofState, TOperand* saved, float* before,
        TOperand* ofProduct, TOperand* ofCandidate)
        where T : unmanaged, ILanes<T>
    {
        var one = T.Of(1);
        for (var j = from; j < to; j += T.Count)
        {
            var (j1, j2) = (hidden + j, (2 * hidden) + j);
            var reset = TOperand.Load<T>(saved + j);
            var update = TOperand.Load<T>(saved + j1);
            var candidate = TOperand.Load<T>(saved + j2);
            var product = TOperand.Load<T>(saved + (3 * hidden) + j);
            var d = T.Load(gradient + j) + T.Load(ofState + j);
            var ofTanh = d * (one - update) * (one - (candidate * candidate));
            TOperand.Store(ofProduct + j, ofTanh * product * reset * (one - reset));
            TOperand.Store(ofProduct + j1, d * (T.Load(before + j) - candidate) * update * (one - update));
            TOperand.Store(ofProduct + j2, ofTanh * reset);
            TOperand.Store(ofCandidate + j, ofTanh);
            (d * update).Store(ofState + j);
        }
    }
}

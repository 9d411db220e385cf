using System.Runtime.CompilerServices;

namespace TextVae.Networks.Kernels;

/// <summary>r, u, n and h' of <see cref="CellKind.Gru"/>'s equations. Saved are r, u, n and U_n h + b_n.</summary>
internal readonly unsafe struct GruCell : ICell
{
    public static int Gates => 3;

    // The candidate's product is multiplied by r before it meets W x.
    public static int GatesApart => 1;

    public static bool HasMemory => false;

    public static int Saved => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<T, TOperand>(int j, in CellForward<TOperand> at)
        where T : unmanaged, ILanes<T>
        where TOperand : unmanaged, IOperand<TOperand>
    {
        var (j1, j2) = (at.Hidden + j, (2 * at.Hidden) + j);
        var reset = LaneMath.Sigmoid(at.Sum<T>(j));
        var update = LaneMath.Sigmoid(at.Sum<T>(j1));
        var product = T.Load(at.OfState + j2) + T.Load(at.Bias + j2);
        var candidate = LaneMath.Tanh(T.MultiplyAdd(reset, product, T.Load(at.OfInput + j2) + T.Load(at.OfContext + j2)));
        var state = T.MultiplyAdd(update, T.Load(at.Before + j) - candidate, candidate);
        state.Store(at.After + j);
        if (at.Operand is not null)
            TOperand.Store(at.Operand + j, state);
        if (at.Saved is null)
            return;
        TOperand.Store(at.Saved + j, reset);
        TOperand.Store(at.Saved + j1, update);
        TOperand.Store(at.Saved + j2, candidate);
        TOperand.Store(at.Saved + (3 * at.Hidden) + j, product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<T, TOperand>(int j, in CellBackward<TOperand> at)
        where T : unmanaged, ILanes<T>
        where TOperand : unmanaged, IOperand<TOperand>
    {
        var one = T.Of(1);
        var (j1, j2) = (at.Hidden + j, (2 * at.Hidden) + j);
        var reset = TOperand.Load<T>(at.Saved + j);
        var update = TOperand.Load<T>(at.Saved + j1);
        var candidate = TOperand.Load<T>(at.Saved + j2);
        var product = TOperand.Load<T>(at.Saved + (3 * at.Hidden) + j);
        var d = T.Load(at.Gradient + j) + T.Load(at.OfState + j);
        var ofTanh = d * (one - update) * (one - (candidate * candidate));
        TOperand.Store(at.OfProduct + j, ofTanh * product * reset * (one - reset));
        TOperand.Store(at.OfProduct + j1, d * (T.Load(at.Before + j) - candidate) * update * (one - update));
        TOperand.Store(at.OfProduct + j2, ofTanh * reset);
        TOperand.Store(at.OfInput + j, ofTanh);
        (d * update).Store(at.OfState + j);
    }
}

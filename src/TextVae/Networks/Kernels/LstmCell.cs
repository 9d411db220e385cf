using System.Runtime.CompilerServices;

namespace TextVae.Networks.Kernels;

/// <summary>
/// i, f, g, o, c' and h' of <see cref="CellKind.Lstm"/>'s equations. Saved are the four gates and c; c' is made again
/// from them, which costs less than to keep it.
/// </summary>
internal readonly unsafe struct LstmCell : ICell
{
    public static int Gates => 4;

    public static int GatesApart => 0;

    public static bool HasMemory => true;

    public static int Saved => 5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Forward<T, TOperand>(int j, in CellForward<TOperand> at)
        where T : unmanaged, ILanes<T>
        where TOperand : unmanaged, IOperand<TOperand>
    {
        var (j1, j2, j3) = (at.Hidden + j, (2 * at.Hidden) + j, (3 * at.Hidden) + j);
        var input = LaneMath.Sigmoid(at.Sum<T>(j));
        var forget = LaneMath.Sigmoid(at.Sum<T>(j1));
        var candidate = LaneMath.Tanh(at.Sum<T>(j2));
        var output = LaneMath.Sigmoid(at.Sum<T>(j3));
        var before = T.Load(at.Memory + j);
        var memory = T.MultiplyAdd(forget, before, input * candidate);
        memory.Store(at.Memory + j);
        var state = output * LaneMath.Tanh(memory);
        state.Store(at.After + j);
        if (at.Operand is not null)
            TOperand.Store(at.Operand + j, state);
        if (at.Saved is null)
            return;
        TOperand.Store(at.Saved + j, input);
        TOperand.Store(at.Saved + j1, forget);
        TOperand.Store(at.Saved + j2, candidate);
        TOperand.Store(at.Saved + j3, output);
        TOperand.Store(at.Saved + (4 * at.Hidden) + j, before);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Backward<T, TOperand>(int j, in CellBackward<TOperand> at)
        where T : unmanaged, ILanes<T>
        where TOperand : unmanaged, IOperand<TOperand>
    {
        var one = T.Of(1);
        var (j1, j2, j3) = (at.Hidden + j, (2 * at.Hidden) + j, (3 * at.Hidden) + j);
        var input = TOperand.Load<T>(at.Saved + j);
        var forget = TOperand.Load<T>(at.Saved + j1);
        var candidate = TOperand.Load<T>(at.Saved + j2);
        var output = TOperand.Load<T>(at.Saved + j3);
        var before = TOperand.Load<T>(at.Saved + (4 * at.Hidden) + j);
        var tanh = LaneMath.Tanh(T.MultiplyAdd(forget, before, input * candidate));
        var d = T.Load(at.Gradient + j) + T.Load(at.OfState + j);
        var ofMemory = T.MultiplyAdd(d * output, one - (tanh * tanh), T.Load(at.OfMemory + j));
        TOperand.Store(at.OfProduct + j, ofMemory * candidate * input * (one - input));
        TOperand.Store(at.OfProduct + j1, ofMemory * before * forget * (one - forget));
        TOperand.Store(at.OfProduct + j2, ofMemory * input * (one - (candidate * candidate)));
        TOperand.Store(at.OfProduct + j3, d * tanh * output * (one - output));
        (ofMemory * forget).Store(at.OfMemory + j);
        // h reaches h' through the product alone.
        T.Of(0).Store(at.OfState + j);
    }
}

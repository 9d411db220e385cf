using TextVae.Networks.Kernels;

namespace TextVae.Networks;

/// <summary>
/// What a recurrent layer computes at a step, from an input x and the state h before it: W x and U h, each with a bias,
/// are cut into gates, which stand one after the other in every tensor as cuDNN and PyTorch have them.
/// </summary>
public enum CellKind
{
    /// <summary>
    /// The gated recurrent unit (Cho et al. 2014) in the form of cuDNN; gates r, u, n: r = σ(W_r x + U_r h),
    /// u = σ(W_u x + U_u h), n = tanh(W_n x + r ⊙ (U_n h)), h' = (1 − u) ⊙ n + u ⊙ h.
    /// </summary>
    Gru,

    /// <summary>
    /// Long short-term memory (Hochreiter and Schmidhuber 1997) with forget gates (Gers et al. 2000) and without
    /// peepholes; gates i, f, g, o: i = σ(W_i x + U_i h), f = σ(W_f x + U_f h), g = tanh(W_g x + U_g h),
    /// o = σ(W_o x + U_o h), c' = f ⊙ c + i ⊙ g, h' = o ⊙ tanh(c').
    /// </summary>
    Lstm,
}

/// <summary>What is the same for all layers of a cell.</summary>
internal static class CellKindProperties
{
    /// <summary>Gates, the candidate among them.</summary>
    public static int Gates(this CellKind cell) => cell switch
    {
        CellKind.Gru => GruCell.Gates,
        CellKind.Lstm => LstmCell.Gates,
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, message: null),
    };

    /// <summary>Whether there is a memory c beside the state h.</summary>
    public static bool HasMemory(this CellKind cell) => cell switch
    {
        CellKind.Gru => GruCell.HasMemory,
        CellKind.Lstm => LstmCell.HasMemory,
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, message: null),
    };
}

using TextVae.Native;
using TorchSharp;

namespace TextVae.Networks.Kernels;

/// <summary>
/// The fused kernels for one width of vectors and one type of operands. This is the one place where it is chosen what
/// computes: these, libtorch's own recurrent layers on CUDA, or plain torch operations for other types of numbers and other
/// systems.
/// </summary>
internal abstract unsafe class KernelSet
{
    private static readonly Dictionary<(VectorPath Path, Precision Precision), KernelSet> Sets = [];

    /// <summary>Set by tests to choose the kernels of a computation.</summary>
    internal static KernelChoice Choice { get; set; } = KernelChoice.Best;

    /// <summary>The kernels that serve a tensor; null where plain operations have to.</summary>
    public static KernelSet? For(torch.Tensor tensor)
    {
        if (Choice.IsPlain || Choice.IsLibtorch || tensor.dtype != torch.ScalarType.Float32 || tensor.device_type != DeviceType.CPU
            || !MicroKernel.IsAvailable)
        {
            return null;
        }

        return Get(Choice.Path ?? VectorPaths.Here[^1], NativeRuntime.ResolvedPrecision);
    }

    /// <summary>Whether a recurrence with these parameters is one call of libtorch, which on CUDA is cuDNN's.</summary>
    public static bool LeavesRecurrenceToLibtorch(torch.Tensor weights) =>
        Choice.IsLibtorch || (!Choice.IsPlain && weights.device_type == DeviceType.CUDA);

    /// <summary>The kernels of one kind.</summary>
    private static KernelSet Get(VectorPath path, Precision precision)
    {
        lock (Sets)
        {
            if (!Sets.TryGetValue((path, precision), out var set))
                Sets.Add((path, precision), set = Create(path, precision));
            return set;
        }
    }

    private static KernelSet Create(VectorPath path, Precision precision) => (path, precision) switch
    {
        (VectorPath.Avx512, Precision.BFloat16) => new KernelSet<Avx512Lanes, BFloat16>(),
        (VectorPath.Avx512, _) => new KernelSet<Avx512Lanes, Float32>(),
        (VectorPath.Avx2, Precision.BFloat16) => new KernelSet<Avx2Lanes, BFloat16>(),
        (VectorPath.Avx2, _) => new KernelSet<Avx2Lanes, Float32>(),
        (_, Precision.BFloat16) => new KernelSet<PortableLanes, BFloat16>(),
        _ => new KernelSet<PortableLanes, Float32>(),
    };

    /// <inheritdoc cref="MatrixProduct{TLanes, TOperand}.Run"/>
    public abstract void Multiply(Matrix a, Matrix b, float* c);

    /// <summary>The recurrence with a cell.</summary>
    public abstract RecurrenceSet Recurrence(CellKind cell);

    /// <summary>A decoder that goes one word a step.</summary>
    public abstract DecodingKernel Decoding(DecodingParameters parameters);

    /// <inheritdoc cref="SoftmaxKernel{TLanes, TOperand}.Run"/>
    public abstract void Softmax(
        SoftmaxShape shape, float* hidden, float* weight, float* bias, float* weights, float* losses, float* ofHidden,
        float* ofWeight);
}

/// <summary>Which kernels are used.</summary>
/// <param name="IsPlain">Whether plain torch operations do everything.</param>
/// <param name="Path">The vectors; null for the widest.</param>
/// <param name="IsLibtorch">Whether what is done on CUDA is done anywhere.</param>
internal sealed record KernelChoice(bool IsPlain, VectorPath? Path, bool IsLibtorch = false)
{
    /// <summary>The fastest there are.</summary>
    public static KernelChoice Best { get; } = new(IsPlain: false, Path: null);
}

/// <inheritdoc/>
internal sealed unsafe class KernelSet<TLanes, TOperand> : KernelSet
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    private readonly RecurrenceSet<GruCell, TLanes, TOperand> _gru = new();
    private readonly RecurrenceSet<LstmCell, TLanes, TOperand> _lstm = new();

    public override void Multiply(Matrix a, Matrix b, float* c) => MatrixProduct<TLanes, TOperand>.Run(a, b, c);

    public override RecurrenceSet Recurrence(CellKind cell) => cell switch
    {
        CellKind.Gru => _gru,
        CellKind.Lstm => _lstm,
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, message: null),
    };

    public override DecodingKernel Decoding(DecodingParameters parameters) => parameters.Cell switch
    {
        CellKind.Gru => new DecodingKernel<GruCell, TLanes, TOperand>(parameters),
        CellKind.Lstm => new DecodingKernel<LstmCell, TLanes, TOperand>(parameters),
        _ => throw new ArgumentOutOfRangeException(nameof(parameters), parameters.Cell, message: null),
    };

    public override void Softmax(
        SoftmaxShape shape, float* hidden, float* weight, float* bias, float* weights, float* losses, float* ofHidden,
        float* ofWeight) =>
        SoftmaxKernel<TLanes, TOperand>.Run(shape, hidden, weight, bias, weights, losses, ofHidden, ofWeight);
}

using TextVae.Native;
using TorchSharp;

namespace TextVae.Networks.Kernels;

/// <summary>
/// The fused kernels for one width of vectors and one type of operands. This is the one place where it is chosen what
/// computes: these, or plain torch operations for other types of numbers, other devices and other systems.
/// </summary>
internal abstract unsafe class KernelSet
{
    private static readonly Dictionary<(VectorPath Path, Precision Precision), KernelSet> Sets = [];

    /// <summary>Set by tests to choose the kernels of a computation.</summary>
    internal static KernelChoice Choice { get; set; } = KernelChoice.Best;

    /// <summary>Bytes of an operand.</summary>
    public abstract int OperandSize { get; }

    /// <summary>The kernels that serve a tensor; null where plain operations have to.</summary>
    public static KernelSet? For(torch.Tensor tensor)
    {
        if (Choice.IsPlain || tensor.dtype != torch.ScalarType.Float32 || tensor.device_type != DeviceType.CPU
            || !MicroKernel.IsAvailable)
        {
            return null;
        }

        return Get(Choice.Path ?? VectorPaths.Here[^1], NativeRuntime.ResolvedPrecision);
    }

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

    /// <inheritdoc cref="GruKernel{TLanes, TOperand}.Forward"/>
    public abstract void GruForward(
        GruShape shape, float* gateInputs, float* context, float* initial, float* weight, float* bias, float* output,
        void* operands, void* saved);

    /// <inheritdoc cref="GruKernel{TLanes, TOperand}.Backward"/>
    public abstract void GruBackward(
        GruShape shape, float* gradient, float* initial, float* weight, float* output, void* saved, void* ofGates,
        float* ofInitial);

    /// <inheritdoc cref="GruGradients{TLanes, TOperand}.Sum"/>
    public abstract void GruSum(GruShape shape, void* ofGates, float* ofRows, float* ofContext, float* ofBias);

    /// <inheritdoc cref="GruGradients{TLanes, TOperand}.OfWeight"/>
    public abstract void GruOfWeight(GruShape shape, void* operands, void* ofGates, float* ofWeight);

    /// <inheritdoc cref="SoftmaxKernel{TLanes, TOperand}.Run"/>
    public abstract void Softmax(
        SoftmaxShape shape, float* hidden, float* weight, float* bias, float* weights, float* losses, float* ofHidden,
        float* ofWeight);
}

/// <summary>Which kernels are used.</summary>
/// <param name="IsPlain">Whether plain torch operations do everything.</param>
/// <param name="Path">The vectors; null for the widest.</param>
internal sealed record KernelChoice(bool IsPlain, VectorPath? Path)
{
    /// <summary>The fastest there are.</summary>
    public static KernelChoice Best { get; } = new(IsPlain: false, Path: null);
}

/// <inheritdoc/>
internal sealed unsafe class KernelSet<TLanes, TOperand> : KernelSet
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    public override int OperandSize => sizeof(TOperand);

    public override void Multiply(Matrix a, Matrix b, float* c) => MatrixProduct<TLanes, TOperand>.Run(a, b, c);

    public override void GruForward(
        GruShape shape, float* gateInputs, float* context, float* initial, float* weight, float* bias, float* output,
        void* operands, void* saved) =>
        GruKernel<TLanes, TOperand>.Forward(
            shape, gateInputs, context, initial, weight, bias, output, (TOperand*)operands, (TOperand*)saved);

    public override void GruBackward(
        GruShape shape, float* gradient, float* initial, float* weight, float* output, void* saved, void* ofGates,
        float* ofInitial) =>
        GruKernel<TLanes, TOperand>.Backward(
            shape, gradient, initial, weight, output, (TOperand*)saved, (TOperand*)ofGates, ofInitial);

    public override void GruSum(GruShape shape, void* ofGates, float* ofRows, float* ofContext, float* ofBias) =>
        GruGradients<TLanes, TOperand>.Sum(shape, (TOperand*)ofGates, ofRows, ofContext, ofBias);

    public override void GruOfWeight(GruShape shape, void* operands, void* ofGates, float* ofWeight) =>
        GruGradients<TLanes, TOperand>.OfWeight(shape, (TOperand*)operands, (TOperand*)ofGates, ofWeight);

    public override void Softmax(
        SoftmaxShape shape, float* hidden, float* weight, float* bias, float* weights, float* losses, float* ofHidden,
        float* ofWeight) =>
        SoftmaxKernel<TLanes, TOperand>.Run(shape, hidden, weight, bias, weights, losses, ofHidden, ofWeight);
}

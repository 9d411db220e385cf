namespace TextVae.Networks.Kernels;

/// <summary>The kernels of one cell, for one width of vectors and one type of operands.</summary>
internal abstract unsafe class RecurrenceSet
{
    /// <inheritdoc cref="ICell.Saved"/>
    public abstract int Saved { get; }

    /// <summary>Bytes of an operand.</summary>
    public abstract int OperandSize { get; }

    /// <inheritdoc cref="RecurrenceKernel{TCell, TLanes, TOperand}.GateStride"/>
    public abstract int GateStride(int hidden);

    /// <inheritdoc cref="RecurrenceKernel{TCell, TLanes, TOperand}.Forward"/>
    public abstract void Forward(
        RecurrenceShape shape, float* gateInputs, float* context, float* initial, float* memory, float* weight,
        float* bias, float* output, void* operands, void* saved);

    /// <inheritdoc cref="RecurrenceKernel{TCell, TLanes, TOperand}.Backward"/>
    public abstract void Backward(
        RecurrenceShape shape, float* gradient, float* initial, float* weight, float* output, void* saved, void* ofGates,
        float* ofInitial, float* ofMemory);

    /// <inheritdoc cref="RecurrenceGradients{TCell, TLanes, TOperand}.Sum"/>
    public abstract void Sum(RecurrenceShape shape, void* ofGates, float* ofRows, float* ofContext, float* ofBias);

    /// <inheritdoc cref="RecurrenceGradients{TCell, TLanes, TOperand}.OfWeight"/>
    public abstract void OfWeight(RecurrenceShape shape, void* operands, void* ofGates, float* ofWeight);
}

/// <inheritdoc/>
internal sealed unsafe class RecurrenceSet<TCell, TLanes, TOperand> : RecurrenceSet
    where TCell : struct, ICell
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    public override int Saved => TCell.Saved;

    public override int OperandSize => sizeof(TOperand);

    public override int GateStride(int hidden) => RecurrenceKernel<TCell, TLanes, TOperand>.GateStride(hidden);

    public override void Forward(
        RecurrenceShape shape, float* gateInputs, float* context, float* initial, float* memory, float* weight,
        float* bias, float* output, void* operands, void* saved) =>
        RecurrenceKernel<TCell, TLanes, TOperand>.Forward(
            shape, gateInputs, context, initial, memory, weight, bias, output, (TOperand*)operands, (TOperand*)saved);

    public override void Backward(
        RecurrenceShape shape, float* gradient, float* initial, float* weight, float* output, void* saved, void* ofGates,
        float* ofInitial, float* ofMemory) =>
        RecurrenceKernel<TCell, TLanes, TOperand>.Backward(
            shape, gradient, initial, weight, output, (TOperand*)saved, (TOperand*)ofGates, ofInitial, ofMemory);

    public override void Sum(RecurrenceShape shape, void* ofGates, float* ofRows, float* ofContext, float* ofBias) =>
        RecurrenceGradients<TCell, TLanes, TOperand>.Sum(shape, (TOperand*)ofGates, ofRows, ofContext, ofBias);

    public override void OfWeight(RecurrenceShape shape, void* operands, void* ofGates, float* ofWeight) =>
        RecurrenceGradients<TCell, TLanes, TOperand>.OfWeight(shape, (TOperand*)operands, (TOperand*)ofGates, ofWeight);
}

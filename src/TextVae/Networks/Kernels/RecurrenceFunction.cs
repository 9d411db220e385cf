using TextVae.Native;
using TorchSharp;

namespace TextVae.Networks.Kernels;

/// <summary>How a fused recurrence is run.</summary>
/// <param name="Kernels">What computes it.</param>
/// <param name="Shape">What it works on.</param>
/// <param name="KeepsState">Whether a gradient will be wanted.</param>
internal sealed record RecurrenceCall(RecurrenceSet Kernels, RecurrenceShape Shape, bool KeepsState);

/// <summary>
/// The fused recurrence as a function with a gradient: gate inputs [rows, gates · hidden], context [batch, gates · hidden]
/// or null, first states and first memories [batch, hidden] or null, U, the bias beside it, and a
/// <see cref="RecurrenceCall"/>, to states [time, batch, hidden] that are zero after a sentence's end.
/// </summary>
internal sealed unsafe class RecurrenceFunction : torch.autograd.SingleTensorFunction<RecurrenceFunction>
{
    private const string CallKey = "call";
    private const string ContextKey = "context";
    private const string OperandsKey = "operands";
    private const string SavedKey = "saved";

    public override string Name => nameof(RecurrenceFunction);

    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        Handover.LetGo();
        var gateInputs = ((torch.Tensor)vars[0]).contiguous();
        var context = ((torch.Tensor?)vars[1])?.contiguous();
        var initial = ((torch.Tensor?)vars[2])?.contiguous();
        var memory = ((torch.Tensor?)vars[3])?.contiguous();
        var weight = ((torch.Tensor)vars[4]).contiguous();
        var bias = ((torch.Tensor)vars[5]).contiguous();
        var call = (RecurrenceCall)vars[6];
        var (shape, layout, kernels) = (call.Shape, call.Shape.Layout, call.Kernels);
        var time = shape.Rows.Length / layout.Batch;
        // A batch without padding has no position that the kernel leaves out.
        var output = layout.Tokens == shape.Rows.Length
            ? Empty(time, layout.Batch, shape.Hidden)
            : Zeros(time, layout.Batch, shape.Hidden);
        var operands = Block(call, (long)layout.Tokens * Panel.Padded(shape.Hidden));
        var saved = call.KeepsState ? Block(call, (long)layout.Tokens * kernels.Saved * shape.Hidden) : null;
        kernels.Forward(
            shape, Floats(gateInputs), Floats(context), Floats(initial), Floats(memory), Floats(weight), Floats(bias),
            Floats(output), Start(operands), Start(saved));
        if (saved is null)
        {
            operands.Dispose();
            return output;
        }

        ctx.save_data(CallKey, call);
        ctx.save_data(ContextKey, context is not null);
        ctx.save_data(OperandsKey, operands);
        ctx.save_data(SavedKey, saved);
        var states = output.detach();
        ctx.save_for_backward([initial!, memory!, weight, states]);
        Handover.Give(states);
        return output;
    }

    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        Handover.LetGo();
        var call = (RecurrenceCall)ctx.get_data(CallKey);
        var (shape, layout, kernels) = (call.Shape, call.Shape.Layout, call.Kernels);
        var variables = ctx.get_saved_variables();
        var (initial, memory, weight, output) = (variables[0], variables[1], variables[2], variables[3]);
        using var operands = (NativeMemoryBlock)ctx.get_data(OperandsKey);
        using var saved = (NativeMemoryBlock)ctx.get_data(SavedKey);
        var gates = weight.shape[0];
        using var gradient = grad_output.contiguous();
        var ofInitial = initial is null ? null : Empty(initial.shape);
        var ofMemory = memory is null ? null : Empty(memory.shape);
        using var ofGates = Block(call, (long)layout.Tokens * kernels.GateStride(shape.Hidden));
        kernels.Backward(
            shape, Floats(gradient), Floats(initial), Floats(weight), Floats(output), Start(saved), Start(ofGates),
            Floats(ofInitial), Floats(ofMemory));

        var ofRows = Zeros(shape.Inputs, gates);
        var ofContext = (bool)ctx.get_data(ContextKey) ? Zeros(layout.Batch, gates) : null;
        var ofBias = Zeros(gates);
        kernels.Sum(shape, Start(ofGates), Floats(ofRows), Floats(ofContext), Floats(ofBias));

        var ofWeight = Empty(shape.Hidden, gates);
        kernels.OfWeight(shape, Start(operands), Start(ofGates), Floats(ofWeight));
        foreach (var variable in variables)
            variable?.Dispose();
        var turned = ofWeight.t();
        Handover.Give(grad_output, ofRows, ofContext, ofInitial, ofMemory, ofWeight, turned, ofBias);
        return [ofRows, ofContext!, ofInitial!, ofMemory!, turned, ofBias, null!];
    }

    private static torch.Tensor Empty(params long[] size) => torch.empty(size, torch.ScalarType.Float32);

    private static torch.Tensor Zeros(params long[] size) => torch.zeros(size, torch.ScalarType.Float32);

    private static NativeMemoryBlock Block(RecurrenceCall call, long operands) => new(operands * call.Kernels.OperandSize);

    private static float* Floats(torch.Tensor? tensor) => tensor is null ? null : TensorMemory.Floats(tensor, tensor.numel());

    private static byte* Start(NativeMemoryBlock? block) => block is null ? null : (byte*)block.Start;
}

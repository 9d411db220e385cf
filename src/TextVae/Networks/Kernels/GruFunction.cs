using TextVae.Native;
using TorchSharp;

namespace TextVae.Networks.Kernels;

/// <summary>How a fused recurrence is run.</summary>
/// <param name="Kernels">What computes it.</param>
/// <param name="Shape">What it works on.</param>
/// <param name="KeepsState">Whether a gradient will be wanted.</param>
internal sealed record GruCall(KernelSet Kernels, GruShape Shape, bool KeepsState);

/// <summary>
/// The fused recurrence as a function with a gradient: gate inputs [rows, 3 · hidden], context [batch, 3 · hidden] or
/// null, first states [batch, hidden] or null, U, the bias beside it, and a <see cref="GruCall"/>, to states
/// [time, batch, hidden] that are zero after a sentence's end.
/// </summary>
internal sealed unsafe class GruFunction : torch.autograd.SingleTensorFunction<GruFunction>
{
    private const string CallKey = "call";
    private const string RowsKey = "rows";
    private const string ContextKey = "context";

    public override string Name => nameof(GruFunction);

    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        var gateInputs = ((torch.Tensor)vars[0]).contiguous();
        var context = ((torch.Tensor?)vars[1])?.contiguous();
        var initial = ((torch.Tensor?)vars[2])?.contiguous();
        var weight = ((torch.Tensor)vars[3]).contiguous();
        var bias = ((torch.Tensor)vars[4]).contiguous();
        var call = (GruCall)vars[5];
        var (shape, layout) = (call.Shape, call.Shape.Layout);
        var time = shape.Rows.Length / layout.Batch;
        // A batch without padding has no position that the kernel leaves out.
        var output = layout.Tokens == shape.Rows.Length
            ? Empty(time, layout.Batch, shape.Hidden)
            : Zeros(time, layout.Batch, shape.Hidden);
        var operands = Bytes(call, (long)layout.Tokens * Panel.Padded(shape.Hidden));
        var saved = call.KeepsState ? Bytes(call, (long)layout.Tokens * 4 * shape.Hidden) : null;
        call.Kernels.GruForward(
            shape, Floats(gateInputs), Floats(context), Floats(initial), Floats(weight), Floats(bias), Floats(output),
            Bytes(operands), Bytes(saved));
        if (!call.KeepsState)
        {
            operands.Dispose();
            return output;
        }

        ctx.save_data(CallKey, call);
        ctx.save_data(RowsKey, gateInputs.shape[0]);
        ctx.save_data(ContextKey, context is not null);
        ctx.save_for_backward([initial!, weight, output.detach(), operands, saved!]);
        return output;
    }

    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        var call = (GruCall)ctx.get_data(CallKey);
        var (shape, layout, kernels) = (call.Shape, call.Shape.Layout, call.Kernels);
        var variables = ctx.get_saved_variables();
        var (initial, weight, output, operands, saved) = (variables[0], variables[1], variables[2], variables[3], variables[4]);
        using var gradient = grad_output.contiguous();
        var ofInitial = initial is null ? null : Empty(initial.shape);
        using var ofGates = Bytes(call, (long)layout.Tokens * (Panel.Padded(shape.Gates) + shape.Hidden));
        kernels.GruBackward(
            shape, Floats(gradient), Floats(initial), Floats(weight), Floats(output), Bytes(saved), Bytes(ofGates),
            Floats(ofInitial));

        var ofRows = Zeros((long)ctx.get_data(RowsKey), shape.Gates);
        var ofContext = (bool)ctx.get_data(ContextKey) ? Zeros(layout.Batch, shape.Gates) : null;
        var ofBias = Zeros(shape.Gates);
        kernels.GruSum(shape, Bytes(ofGates), Floats(ofRows), Floats(ofContext), Floats(ofBias));

        var ofWeight = Empty(shape.Hidden, shape.Gates);
        kernels.GruOfWeight(shape, Bytes(operands), Bytes(ofGates), Floats(ofWeight));
        foreach (var variable in variables)
            variable?.Dispose();
        return [ofRows, ofContext!, ofInitial!, ofWeight.t(), ofBias, null!];
    }

    private static torch.Tensor Empty(params long[] size) => torch.empty(size, torch.ScalarType.Float32);

    private static torch.Tensor Zeros(params long[] size) => torch.zeros(size, torch.ScalarType.Float32);

    private static torch.Tensor Bytes(GruCall call, long operands) =>
        torch.empty(operands * call.Kernels.OperandSize, dtype: torch.ScalarType.Byte);

    private static float* Floats(torch.Tensor? tensor) => tensor is null ? null : TensorMemory.Floats(tensor, tensor.numel());

    private static byte* Bytes(torch.Tensor? tensor) => tensor is null ? null : TensorMemory.Bytes(tensor, tensor.numel());
}

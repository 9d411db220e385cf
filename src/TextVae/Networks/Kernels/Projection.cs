using TextVae.Native;
using TorchSharp;

namespace TextVae.Networks.Kernels;

/// <summary>x Wᵀ + b for many rows at once, in the precision of the kernels where they serve.</summary>
internal sealed unsafe class Projection : torch.autograd.SingleTensorFunction<Projection>
{
    private const string KernelsKey = "kernels";

    public override string Name => nameof(Projection);

    /// <summary>Maps rows.</summary>
    /// <param name="rows">x, [rows, inputs].</param>
    /// <param name="weight">W, [outputs, inputs].</param>
    /// <param name="bias">b, [outputs]; null for none.</param>
    /// <returns>[rows, outputs].</returns>
    public static torch.Tensor Run(torch.Tensor rows, torch.Tensor weight, torch.Tensor? bias)
    {
        if (KernelSet.For(weight) is not { } kernels)
            return torch.nn.functional.linear(rows, weight, bias);
        var product = apply(rows, weight, kernels);
        return bias is null ? product : product.Plus(bias);
    }

    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        var (rows, weight, kernels) = (((torch.Tensor)vars[0]).contiguous(), ((torch.Tensor)vars[1]).contiguous(), (KernelSet)vars[2]);
        var result = torch.empty([rows.shape[0], weight.shape[0]], torch.ScalarType.Float32);
        kernels.Multiply(Of(rows), Of(weight, isTransposed: true), Floats(result));
        ctx.save_data(KernelsKey, kernels);
        ctx.save_for_backward([rows, weight]);
        return result;
    }

    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        Handover.LetGo();
        var kernels = (KernelSet)ctx.get_data(KernelsKey);
        var saved = ctx.get_saved_variables();
        var (rows, weight) = (saved[0], saved[1]);
        using var gradient = grad_output.contiguous();
        var ofRows = torch.empty(rows.shape, torch.ScalarType.Float32);
        kernels.Multiply(Of(gradient), Of(weight), Floats(ofRows));
        // The transposed gradient, because of the two matrices the rows are the narrower one to turn.
        var ofWeight = torch.empty([weight.shape[1], weight.shape[0]], torch.ScalarType.Float32);
        kernels.Multiply(Of(rows, isTransposed: true), Of(gradient), Floats(ofWeight));
        foreach (var tensor in saved)
            tensor.Dispose();
        var turned = ofWeight.t();
        Handover.Give(grad_output, ofRows, ofWeight, turned);
        return [ofRows, turned, null!];
    }

    private static Matrix Of(torch.Tensor tensor, bool isTransposed = false) =>
        new(Floats(tensor), tensor.shape[0], tensor.shape[1], isTransposed);

    private static float* Floats(torch.Tensor tensor) => TensorMemory.Floats(tensor, tensor.numel());
}

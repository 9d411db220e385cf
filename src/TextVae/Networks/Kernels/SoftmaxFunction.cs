using TextVae.Native;
using TorchSharp;

namespace TextVae.Networks.Kernels;

/// <summary>How a fused softmax is run.</summary>
/// <param name="Kernels">What computes it.</param>
/// <param name="Shape">The sizes.</param>
/// <param name="Gradients">When gradients are made; null where none will be wanted.</param>
internal sealed record SoftmaxCall(KernelSet Kernels, SoftmaxShape Shape, GradientTime? Gradients);

/// <summary>
/// The fused softmax as a function with a gradient: states [positions, hidden], W, b and a <see cref="SoftmaxCall"/> to
/// losses [tokens]. The gradients of a plain sum of the losses are made in the forward pass, unless the call says
/// otherwise; where the losses then have different weights, that of W and b is made again.
/// </summary>
internal sealed unsafe class SoftmaxFunction : torch.autograd.SingleTensorFunction<SoftmaxFunction>
{
    private const string CallKey = "call";
    private const string OfHiddenKey = "of hidden";
    private const string OfWeightKey = "of weight";

    public override string Name => nameof(SoftmaxFunction);

    public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
    {
        Handover.LetGo();
        var hidden = ((torch.Tensor)vars[0]).contiguous();
        var weight = ((torch.Tensor)vars[1]).contiguous();
        var bias = ((torch.Tensor)vars[2]).contiguous();
        var call = (SoftmaxCall)vars[3];
        var losses = Empty(call.Shape.Tokens);
        if (call.Gradients != GradientTime.Forward)
        {
            call.Kernels.Softmax(call.Shape, Floats(hidden), Floats(weight), Floats(bias), null, Floats(losses), null, null);
            if (call.Gradients is null)
                return losses;
        }
        else
        {
            var (ofHidden, ofWeight) = Gradients(call, hidden, weight, bias, weights: null, losses);
            ctx.save_data(OfHiddenKey, ofHidden);
            ctx.save_data(OfWeightKey, ofWeight);
        }

        ctx.save_data(CallKey, call);
        ctx.save_for_backward([hidden, weight, bias]);
        return losses;
    }

    public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
    {
        Handover.LetGo();
        var call = (SoftmaxCall)ctx.get_data(CallKey);
        var saved = ctx.get_saved_variables();
        var (hidden, weight, bias) = (saved[0], saved[1], saved[2]);
        using var weights = grad_output.contiguous();
        var values = new Span<float>(Floats(weights), call.Shape.Tokens);
        var scale = values.Length == 0 ? 0 : values[0];
        var (ofTokens, fromProbabilities) = call.Gradients == GradientTime.Forward
            ? ((NativeMemoryBlock)ctx.get_data(OfHiddenKey), (NativeMemoryBlock)ctx.get_data(OfWeightKey))
            : (null, null);
        if (ofTokens is null || values.ContainsAnyExcept(scale))
        {
            ofTokens?.Dispose();
            fromProbabilities?.Dispose();
            using var losses = Empty(call.Shape.Tokens);
            (ofTokens, fromProbabilities) = Gradients(call, hidden, weight, bias, weights, losses);
            scale = 1;
        }

        var ofHidden = call.Shape.Tokens == hidden.shape[0] ? Empty(hidden.shape) : torch.zeros(hidden.shape, torch.ScalarType.Float32);
        var (ofWeight, ofBias) = (Empty(weight.shape), Empty(bias.shape));
        SoftmaxGradient.OfStates(call.Shape, Floats(ofTokens), Floats(weights), Floats(ofHidden));
        SoftmaxGradient.OfWeights(
            call.Shape, Floats(fromProbabilities!), scale, Floats(hidden), Floats(weights), Floats(ofWeight), Floats(ofBias));
        ofTokens.Dispose();
        fromProbabilities!.Dispose();
        foreach (var tensor in saved)
            tensor.Dispose();
        Handover.Give(grad_output, ofHidden, ofWeight, ofBias);
        return [ofHidden, ofWeight, ofBias, null!];
    }

    /// <summary>The losses, the gradient of each in its state, [tokens, hidden], and that of W and b of their weighted sum, as the kernel
    /// makes it.</summary>
    private static (NativeMemoryBlock OfHidden, NativeMemoryBlock OfWeight) Gradients(
        SoftmaxCall call, torch.Tensor hidden, torch.Tensor weight, torch.Tensor bias, torch.Tensor? weights, torch.Tensor losses)
    {
        var ofHidden = Block((long)call.Shape.Tokens * call.Shape.Hidden);
        var ofWeight = Block(call.Shape.GradientSize);
        call.Kernels.Softmax(
            call.Shape, Floats(hidden), Floats(weight), Floats(bias), weights is null ? null : Floats(weights), Floats(losses),
            Floats(ofHidden), Floats(ofWeight));
        return (ofHidden, ofWeight);
    }

    private static NativeMemoryBlock Block(long numbers) => new(numbers * sizeof(float));

    private static float* Floats(NativeMemoryBlock block) => (float*)block.Start;

    private static torch.Tensor Empty(params long[] size) => torch.empty(size, torch.ScalarType.Float32);

    private static float* Floats(torch.Tensor tensor) => TensorMemory.Floats(tensor, tensor.numel());
}

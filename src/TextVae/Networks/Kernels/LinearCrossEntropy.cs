using TorchSharp;

namespace TextVae.Networks.Kernels;

/// <summary>
/// −log softmax(W h + b)[target] for every token, a chunk of tokens at a time, so that the [tokens, vocabulary] logits
/// are never whole in memory. With gradients on, they are computed in the forward pass while the chunk's
/// probabilities are at hand, unless the losses will have different weights. Fused where there is a kernel, in torch operations elsewhere.
/// </summary>
internal static class LinearCrossEntropy
{
    private const long ChunkRows = 512;

    /// <summary>The negative log-likelihood of each target.</summary>
    /// <param name="hidden">[positions, hidden].</param>
    /// <param name="weight">W, [vocabulary, hidden].</param>
    /// <param name="bias">b, [vocabulary].</param>
    /// <param name="targets">int64 [tokens].</param>
    /// <param name="positions">The position of each token, int64 [tokens], none twice; null where every position is
    /// one.</param>
    /// <param name="gradients">When gradients are made, where they are wanted; the values do not depend on it.</param>
    /// <returns>[tokens], nats.</returns>
    public static torch.Tensor Run(
        torch.Tensor hidden, torch.Tensor weight, torch.Tensor bias, torch.Tensor targets, torch.Tensor? positions = null,
        GradientTime gradients = GradientTime.Forward)
    {
        var withGradients = torch.is_grad_enabled() && (hidden.requires_grad || weight.requires_grad || bias.requires_grad);
        if (KernelSet.For(hidden) is { } kernels)
        {
            var rows = positions?.data<long>().ToArray() ?? [.. Enumerable.Range(0, (int)hidden.shape[0]).Select(row => (long)row)];
            var shape = new SoftmaxShape((int)hidden.shape[1], (int)weight.shape[0], hidden.shape[0], rows, targets.data<long>().ToArray());
            return SoftmaxFunction.apply(hidden, weight, bias, new SoftmaxCall(kernels, shape, withGradients ? gradients : null));
        }

        var real = positions is null ? hidden : hidden.index_select(0, positions);
        return withGradients ? ChunkedGradients.apply(real, weight, bias, targets, gradients) : WithoutGradients(real, weight, bias, targets);
    }

    /// <summary>The same with the whole matrix of logits at once: what the chunked version is tested against.</summary>
    public static torch.Tensor Plain(
        torch.Tensor hidden, torch.Tensor weight, torch.Tensor bias, torch.Tensor targets) =>
        torch.nn.functional.cross_entropy(
            torch.nn.functional.linear(hidden, weight, bias), targets, reduction: torch.nn.Reduction.None);

    private static torch.Tensor WithoutGradients(
        torch.Tensor hidden, torch.Tensor weight, torch.Tensor bias, torch.Tensor targets)
    {
        var result = torch.empty(hidden.shape[0], dtype: hidden.dtype);
        foreach (var (start, length) in Chunks(hidden.shape[0]))
        {
            using var scope = torch.NewDisposeScope();
            var logits = torch.nn.functional.linear(hidden.narrow(0, start, length), weight, bias);
            var target = logits.gather(1, targets.narrow(0, start, length).unsqueeze(1)).squeeze(1);
            result.narrow(0, start, length).copy_(logits.logsumexp(1) - target);
        }

        return result;
    }

    private static IEnumerable<(long Start, long Length)> Chunks(long rows)
    {
        for (var start = 0L; start < rows; start += ChunkRows)
            yield return (start, Math.Min(ChunkRows, rows - start));
    }

    /// <summary>
    /// The gradients of a plain sum of the losses are made in the forward pass. They only have to be scaled where every
    /// loss has the same weight, which is how training uses them; for other weights the backward pass goes over the
    /// chunks again.
    /// </summary>
    private sealed class ChunkedGradients : torch.autograd.SingleTensorFunction<ChunkedGradients>
    {
        public override string Name => nameof(LinearCrossEntropy);

        public override torch.Tensor forward(torch.autograd.AutogradContext ctx, params object[] vars)
        {
            var (hidden, weight, bias, targets) =
                ((torch.Tensor)vars[0], (torch.Tensor)vars[1], (torch.Tensor)vars[2], (torch.Tensor)vars[3]);
            if ((GradientTime)vars[4] == GradientTime.Backward)
            {
                ctx.save_for_backward([hidden, weight, bias, targets]);
                return WithoutGradients(hidden, weight, bias, targets);
            }

            var losses = torch.empty(hidden.shape[0], dtype: hidden.dtype);
            var gradients = Gradients(hidden, weight, bias, targets, losses, weights: null);
            ctx.save_for_backward([hidden, weight, bias, targets, .. gradients]);
            return losses;
        }

        public override List<torch.Tensor> backward(torch.autograd.AutogradContext ctx, torch.Tensor grad_output)
        {
            var saved = ctx.get_saved_variables();
            using var smallest = grad_output.min();
            using var largest = grad_output.max();
            var scale = smallest.ToDouble();
            var gradients = saved.Count > 4 && scale == largest.ToDouble()
                ? saved.Skip(4).Select(unit => unit.Times(scale)).ToArray()
                : Gradients(saved[0], saved[1], saved[2], saved[3], losses: null, grad_output);
            foreach (var tensor in saved)
                tensor.Dispose();
            return [.. gradients, null!, null!];
        }

        /// <summary>Gradients in hidden, weight and bias of Σ weight_i · loss_i (weights 1 when null).</summary>
        private static torch.Tensor[] Gradients(
            torch.Tensor hidden, torch.Tensor weight, torch.Tensor bias, torch.Tensor targets,
            torch.Tensor? losses, torch.Tensor? weights)
        {
            var inHidden = torch.empty_like(hidden);
            var inWeight = torch.zeros_like(weight);
            var inBias = torch.zeros_like(bias);
            foreach (var (start, length) in Chunks(hidden.shape[0]))
            {
                using var scope = torch.NewDisposeScope();
                var rows = hidden.narrow(0, start, length);
                var target = targets.narrow(0, start, length).unsqueeze(1);
                var logProbabilities = torch.nn.functional.linear(rows, weight, bias).log_softmax(1);
                losses?.narrow(0, start, length).copy_(logProbabilities.gather(1, target).squeeze(1).neg());
                var inLogits = logProbabilities.exp_();
                inLogits.scatter_add_(1, target, torch.ones_like(target, dtype: hidden.dtype).neg());
                if (weights is not null)
                    inLogits.mul_(weights.narrow(0, start, length).unsqueeze(1));
                inHidden.narrow(0, start, length).copy_(inLogits.mm(weight));
                inWeight.addmm_(inLogits.t(), rows, 1, 1);
                inBias.AddInPlace(inLogits.sum([0L]));
            }

            return [inHidden, inWeight, inBias];
        }
    }
}

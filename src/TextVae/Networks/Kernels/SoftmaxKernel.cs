using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>
/// −log softmax(W h + b)[target] of many tokens and its gradients in one go: tiles of tokens, shared out to the workers,
/// go through the vocabulary, and after each chunk of tiles the workers share out the gradient of the weights by words.
/// </summary>
internal static unsafe class SoftmaxKernel<TLanes, TOperand>
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    /// <summary>Computes the losses and, where wanted, their gradients.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="hidden">The states, [positions, hidden].</param>
    /// <param name="weight">W, [words, hidden].</param>
    /// <param name="bias">b, [words].</param>
    /// <param name="weights">What each loss counts in the gradient of the weights, [tokens]; null for 1.</param>
    /// <param name="losses">Takes the losses, [tokens].</param>
    /// <param name="ofHidden">Takes the gradient of each loss in its state, [tokens, hidden]; null for none.</param>
    /// <param name="ofWeight">Takes Σ weight · p ⊗ h, the part of the gradient that comes from the probabilities, in
    /// panels, as <see cref="SoftmaxShape.GradientSize"/> says; null exactly if <paramref name="ofHidden"/> is.</param>
    public static void Run(
        SoftmaxShape shape, float* hidden, float* weight, float* bias, float* weights, float* losses, float* ofHidden,
        float* ofWeight)
    {
        var withGradient = ofHidden is not null;
        var tileRows = withGradient ? SoftmaxShape.TileRows : shape.LossTileRows(sizeof(TOperand), Workers.Count);
        var chunkRows = withGradient ? shape.ChunkRows(sizeof(TOperand)) : Math.Max(shape.Tokens, 1);
        using var packed = new SoftmaxWeights<TLanes, TOperand>(shape, weight, bias, withGradient);
        using var chunk = ofHidden is null ? null : new SoftmaxChunk<TLanes, TOperand>(shape, chunkRows, ofHidden, weights);
        for (var first = 0; first < shape.Tokens; first += chunkRows)
        {
            var rows = Math.Min(chunkRows, shape.Tokens - first);
            var start = first;
            chunk?.Start(first, rows);
            Workers.For((rows + tileRows - 1) / tileRows, number =>
            {
                var row = number * tileRows;
                using var tile = new SoftmaxTile<TLanes, TOperand>(shape, packed, tileRows, withGradient);
                tile.Run(start + row, Math.Min(tileRows, rows - row), hidden, losses, chunk);
            });
            chunk?.AddTo(ofWeight);
        }
    }
}

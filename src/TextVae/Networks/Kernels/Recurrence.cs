using TextVae.Native;
using TorchSharp;

namespace TextVae.Networks.Kernels;

/// <summary>
/// The part of a gated recurrent layer that cannot be done for all steps at once: fused where there is a kernel, in
/// plain torch operations elsewhere.
/// </summary>
internal static class Recurrence
{
    /// <summary>Runs all steps.</summary>
    /// <param name="cell">What happens at a step.</param>
    /// <param name="inputs">W x + b as the vectors, [vectors, gates · hidden].</param>
    /// <param name="context">What is added to it at every step, [batch, gates · hidden]; null for nothing.</param>
    /// <param name="initial">The state before the first step; null for zeros.</param>
    /// <param name="weightHidden">U, [gates · hidden, hidden].</param>
    /// <param name="biasHidden">[gates · hidden].</param>
    /// <param name="isBackward">Whether each sentence is read from its end to its start.</param>
    /// <returns>[time, batch, hidden]: at each position the state after it was read, zeros after a sentence's end.</returns>
    public static torch.Tensor Run(
        CellKind cell, SequenceInputs inputs, torch.Tensor? context, RecurrentState? initial, torch.Tensor weightHidden,
        torch.Tensor biasHidden, bool isBackward)
    {
        if (KernelSet.For(weightHidden) is not { } kernels)
            return Plain(cell, inputs, context, initial, weightHidden, biasHidden, isBackward);
        var layout = SequenceLayout.Of(inputs.Lengths, isBackward, Workers.Count);
        var shape = new RecurrenceShape(
            layout, (int)weightHidden.shape[1], inputs.Vectors.shape[0], inputs.Rows.data<long>().ToArray());
        var keepsState = torch.is_grad_enabled()
            && new[] { inputs.Vectors, context, initial?.Hidden, initial?.Cell, weightHidden, biasHidden }
                .Any(tensor => tensor is { requires_grad: true });
        return RecurrenceFunction.apply(
            inputs.Vectors, context!, initial?.Hidden!, initial?.Cell!, weightHidden, biasHidden,
            new RecurrenceCall(kernels.Recurrence(cell), shape, keepsState));
    }

    /// <summary>The same in torch operations: what the kernels are tested against.</summary>
    public static torch.Tensor Plain(
        CellKind cell, SequenceInputs inputs, torch.Tensor? context, RecurrentState? initial, torch.Tensor weightHidden,
        torch.Tensor biasHidden, bool isBackward)
    {
        var (time, batch) = (inputs.Rows.shape[0], inputs.Rows.shape[1]);
        var rows = inputs.Rows.flatten();
        var reversal = isBackward ? Reversal(inputs.Lengths, time).to(rows.device) : null;
        if (reversal is not null)
            rows = rows.index_select(0, reversal);
        var gateInputs = inputs.Vectors.index_select(0, rows).view(time, batch, -1);
        if (context is not null)
            gateInputs += context;

        // Unbinding, not indexing: the gradient of an index is a whole tensor of zeros for each step.
        var steps = gateInputs.unbind(0);
        var states = new torch.Tensor[steps.Length];
        var state = initial ?? RecurrentState.Zeros(cell, batch, weightHidden);
        for (var t = 0; t < steps.Length; t++)
        {
            state = PlainCell.Step(cell, steps[t], state, weightHidden, biasHidden);
            states[t] = state.Hidden;
        }

        var result = torch.stack(states);
        if (reversal is not null)
            result = result.flatten(0, 1).index_select(0, reversal).view(result.shape);
        return result * Mask(inputs.Lengths, time, weightHidden);
    }

    /// <summary>
    /// For each position of a flattened [time · batch], the position that stands there when every sentence is read
    /// backwards; padding stays where it is. Its own inverse. int64 [time · batch].
    /// </summary>
    internal static torch.Tensor Reversal(IReadOnlyList<int> lengths, long time)
    {
        var positions = new long[time * lengths.Count];
        for (var t = 0; t < time; t++)
        {
            for (var column = 0; column < lengths.Count; column++)
            {
                var from = t < lengths[column] ? lengths[column] - 1 - t : t;
                positions[(t * lengths.Count) + column] = (from * (long)lengths.Count) + column;
            }
        }

        return torch.tensor(positions);
    }

    /// <summary>1 at real positions and 0 at padding, [time, batch, 1].</summary>
    private static torch.Tensor Mask(IReadOnlyList<int> lengths, long time, torch.Tensor like)
    {
        var ends = torch.tensor(lengths.Select(length => (long)length).ToArray(), device: like.device);
        var steps = torch.arange(time, torch.ScalarType.Int64, like.device).unsqueeze(1);
        return steps.lt(ends).to(like.dtype).unsqueeze(2);
    }
}

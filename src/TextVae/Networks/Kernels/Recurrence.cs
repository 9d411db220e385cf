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
        var gateInputs = InReadingOrder(inputs, isBackward);
        if (context is not null)
            gateInputs = gateInputs.Plus(context);

        // Unbinding, not indexing: the gradient of an index is a whole tensor of zeros for each step.
        var steps = gateInputs.unbind(0);
        var states = new torch.Tensor[steps.Length];
        var state = initial ?? RecurrentState.Zeros(cell, inputs.Lengths.Count, weightHidden);
        for (var t = 0; t < steps.Length; t++)
        {
            state = PlainCell.Step(cell, steps[t], state, weightHidden, biasHidden);
            states[t] = state.Hidden;
        }

        return InOrderOfTime(torch.stack(states), inputs.Lengths, isBackward);
    }

    /// <summary>A whole layer through libtorch's own call, which on CUDA is cuDNN's.</summary>
    /// <param name="cell">What happens at a step.</param>
    /// <param name="inputs">x as the vectors.</param>
    /// <param name="context">A part of x that is the same at every step, [batch, context]; null for nothing.</param>
    /// <param name="initial">The state before the first step; null for zeros.</param>
    /// <param name="weightInput">W, [gates · hidden, inputs + context].</param>
    /// <param name="weightHidden">U, [gates · hidden, hidden].</param>
    /// <param name="biasInput">The bias beside W, [gates · hidden].</param>
    /// <param name="biasHidden">The bias beside U, [gates · hidden].</param>
    /// <param name="isBackward">As of <see cref="Run"/>.</param>
    /// <returns>As of <see cref="Run"/>.</returns>
    public static torch.Tensor Libtorch(
        CellKind cell, SequenceInputs inputs, torch.Tensor? context, RecurrentState? initial, torch.Tensor weightInput,
        torch.Tensor weightHidden, torch.Tensor biasInput, torch.Tensor biasHidden, bool isBackward)
    {
        var steps = InReadingOrder(inputs, isBackward);
        if (context is not null)
            steps = torch.cat([steps, context.unsqueeze(0).expand(inputs.Time, -1, -1)], 2);
        var states = LibtorchRecurrence.Run(
            cell, steps, initial ?? RecurrentState.Zeros(cell, inputs.Lengths.Count, weightHidden), weightInput, weightHidden,
            biasInput, biasHidden);
        return InOrderOfTime(states, inputs.Lengths, isBackward);
    }

    /// <summary>What is read at each step, [time, batch, features]: padding comes after every sentence in both directions.</summary>
    private static torch.Tensor InReadingOrder(SequenceInputs inputs, bool isBackward)
    {
        var rows = inputs.Rows.flatten();
        if (isBackward)
            rows = rows.index_select(0, Reversal(inputs.Lengths, inputs.Time).to(rows.device));
        return inputs.Vectors.index_select(0, rows).view(inputs.Time, inputs.Lengths.Count, -1);
    }

    /// <summary>States in reading order brought to the positions that were read, with zeros at padding.</summary>
    private static torch.Tensor InOrderOfTime(torch.Tensor states, IReadOnlyList<int> lengths, bool isBackward)
    {
        var time = states.shape[0];
        if (isBackward)
            states = states.flatten(0, 1).index_select(0, Reversal(lengths, time).to(states.device)).view(states.shape);
        return states * Mask(lengths, time, states);
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
    internal static torch.Tensor Mask(IReadOnlyList<int> lengths, long time, torch.Tensor like)
    {
        var ends = torch.tensor(lengths.Select(length => (long)length).ToArray(), device: like.device);
        var steps = TensorNumbers.Range(time, like.device).unsqueeze(1);
        return steps.lt(ends).to(like.dtype).unsqueeze(2);
    }
}

using TorchSharp;

namespace TextVae.Networks.Kernels;

/// <summary>
/// The part of a gated recurrent layer that cannot be done for all steps at once, in plain torch operations.
/// </summary>
internal static class GruRecurrence
{
    /// <summary>Runs all steps.</summary>
    /// <param name="gateInputs">W x + b, [time, batch, 3 · hidden].</param>
    /// <param name="initial">[batch, hidden].</param>
    /// <param name="weightHidden">U, [3 · hidden, hidden].</param>
    /// <param name="biasHidden">[3 · hidden].</param>
    /// <returns>[time, batch, hidden].</returns>
    public static torch.Tensor Run(
        torch.Tensor gateInputs, torch.Tensor initial, torch.Tensor weightHidden, torch.Tensor biasHidden)
    {
        // Unbinding, not indexing: the gradient of an index is a whole tensor of zeros for each step.
        var steps = gateInputs.unbind(0);
        var states = new torch.Tensor[steps.Length];
        var state = initial;
        for (var t = 0; t < steps.Length; t++)
            states[t] = state = Step(steps[t], state, weightHidden, biasHidden);
        return torch.stack(states);
    }

    /// <summary>One step: gate inputs [batch, 3 · hidden] and state [batch, hidden] to the next state.</summary>
    public static torch.Tensor Step(
        torch.Tensor gateInputs, torch.Tensor state, torch.Tensor weightHidden, torch.Tensor biasHidden)
    {
        var inputs = gateInputs.chunk(3, 1);
        var hidden = torch.nn.functional.linear(state, weightHidden, biasHidden).chunk(3, 1);
        var reset = (inputs[0] + hidden[0]).sigmoid();
        var update = (inputs[1] + hidden[1]).sigmoid();
        var candidate = (inputs[2] + (reset * hidden[2])).tanh();
        return candidate + (update * (state - candidate));
    }
}

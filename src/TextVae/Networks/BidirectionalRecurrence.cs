using TorchSharp;

namespace TextVae.Networks;

/// <summary>
/// Two recurrent layers, one from the first word to the last and one from the last to the first. The backward layer
/// reads each sentence reversed within its own length, so that padding comes after both and never before.
/// </summary>
internal sealed class BidirectionalRecurrence : torch.nn.Module
{
    private readonly RecurrentLayer _forward;
    private readonly RecurrentLayer _backward;

    /// <summary>
    /// Makes the two layers of <paramref name="hidden"/> features each; <paramref name="context"/> is the size of an input
    /// that is the same at every step.
    /// </summary>
    public BidirectionalRecurrence(CellKind cell, long inputs, long hidden, long context = 0)
        : base(nameof(BidirectionalRecurrence))
    {
        _forward = new RecurrentLayer(cell, inputs, hidden, context);
        _backward = new RecurrentLayer(cell, inputs, hidden, context);
        register_module("forward", _forward);
        register_module("backward", _backward);
    }

    /// <summary>Runs both directions.</summary>
    /// <param name="inputs">What they read.</param>
    /// <param name="context">The constant input of both, [batch, context]; needed exactly if the layers have one.</param>
    /// <returns>The states of both directions side by side, [time, batch, 2 · hidden], each at the position of the word
    /// it has just read; zeros at padding.</returns>
    public torch.Tensor Forward(SequenceInputs inputs, torch.Tensor? context = null) => torch.cat(
        [_forward.Forward(inputs, context: context), _backward.Forward(inputs, context: context, isBackward: true)], 2);
}

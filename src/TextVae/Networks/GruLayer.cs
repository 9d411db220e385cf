using TextVae.Networks.Kernels;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Networks;

/// <summary>
/// One direction of a gated recurrent unit (Cho et al. 2014) in the form that cuDNN and PyTorch compute:
/// r = σ(W_r x + U_r h), u = σ(W_u x + U_u h), n = tanh(W_n x + r ⊙ (U_n h)), h' = (1 − u) ⊙ n + u ⊙ h, each product
/// with a bias. The gates stand in the order r, u, n in every tensor. An optional context is an input that is the
/// same at every step, so that its product is needed once a sentence.
/// </summary>
public sealed class GruLayer : torch.nn.Module
{
    private readonly long _inputs;
    private readonly long _context;

    /// <summary>Makes the layer with all weights uniform in ±1/√hidden.</summary>
    public GruLayer(long inputs, long hidden, long context = 0)
        : base(nameof(GruLayer))
    {
        _inputs = inputs;
        _context = context;
        Hidden = hidden;
        var bound = 1 / Math.Sqrt(hidden);
        WeightInput = Initialisation.Uniform(bound, 3 * hidden, inputs + context);
        WeightHidden = Initialisation.Uniform(bound, 3 * hidden, hidden);
        BiasInput = Initialisation.Uniform(bound, 3 * hidden);
        BiasHidden = Initialisation.Uniform(bound, 3 * hidden);
        register_parameter("weight_input", WeightInput);
        register_parameter("weight_hidden", WeightHidden);
        register_parameter("bias_input", BiasInput);
        register_parameter("bias_hidden", BiasHidden);
    }

    /// <summary>Features of the state.</summary>
    public long Hidden { get; }

    /// <summary>W, [3 · hidden, inputs + context].</summary>
    public Parameter WeightInput { get; }

    /// <summary>U, [3 · hidden, hidden].</summary>
    public Parameter WeightHidden { get; }

    /// <summary>The bias beside W, [3 · hidden].</summary>
    public Parameter BiasInput { get; }

    /// <summary>The bias beside U, [3 · hidden].</summary>
    public Parameter BiasHidden { get; }

    /// <summary>Runs over a whole padded batch.</summary>
    /// <param name="inputs">What it reads, vectors of as many features as the layer has inputs.</param>
    /// <param name="initial">The state before the first step, [batch, hidden]; null for zeros.</param>
    /// <param name="context">The constant input, [batch, context]; needed exactly if the layer has one.</param>
    /// <param name="isBackward">Whether each sentence is read from its last position to its first.</param>
    /// <returns>[time, batch, hidden]: at each position the state after it was read, zeros at padding.</returns>
    /// <exception cref="ArgumentException">A context is given to a layer without one, or missing.</exception>
    public torch.Tensor Forward(
        SequenceInputs inputs, torch.Tensor? initial = null, torch.Tensor? context = null, bool isBackward = false)
    {
        var (weight, ofContext) = Split(context);
        var bias = ofContext is null ? BiasInput : null;
        var gateInputs = inputs with { Vectors = Projection.Run(inputs.Vectors, weight, bias) };
        return GruRecurrence.Run(gateInputs, ofContext, initial, WeightHidden, BiasHidden, isBackward);
    }

    /// <summary>One step of generation.</summary>
    /// <param name="input">[batch, inputs].</param>
    /// <param name="state">[batch, hidden].</param>
    /// <param name="context">[batch, context], as in <see cref="Forward"/>.</param>
    /// <returns>The next state, [batch, hidden].</returns>
    /// <exception cref="ArgumentException">As of <see cref="Forward"/>.</exception>
    public torch.Tensor Step(torch.Tensor input, torch.Tensor state, torch.Tensor? context = null)
    {
        var (weight, ofContext) = Split(context);
        var gateInputs = torch.nn.functional.linear(input, weight, ofContext is null ? BiasInput : null);
        return GruRecurrence.Step(ofContext is null ? gateInputs : gateInputs + ofContext, state, WeightHidden, BiasHidden);
    }

    /// <summary>The part of W that meets the input, and the context's product with the other, with the bias.</summary>
    private (torch.Tensor Weight, torch.Tensor? OfContext) Split(torch.Tensor? context)
    {
        if ((context is null) != (_context == 0))
            throw new ArgumentException($"This layer wants a context of {_context} features.", nameof(context));
        if (context is null)
            return (WeightInput, null);
        var ofContext = torch.nn.functional.linear(context, WeightInput.narrow(1, _inputs, _context), BiasInput);
        return (WeightInput.narrow(1, 0, _inputs), ofContext);
    }
}

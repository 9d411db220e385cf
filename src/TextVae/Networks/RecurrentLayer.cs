using TextVae.Networks.Kernels;
using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Networks;

/// <summary>
/// One direction of a recurrence with the gates of a <see cref="CellKind"/>. An optional context is an input that is the
/// same at every step, so that its product is needed once a sentence.
/// </summary>
internal sealed class RecurrentLayer : torch.nn.Module
{
    private readonly CellKind _cell;
    private readonly long _inputs;
    private readonly long _context;
    private readonly double _dropout;

    /// <summary>
    /// Makes the layer with all numbers uniform in ±1/√hidden, except that the input bias of an LSTM's forget gate is 1,
    /// so that at first it forgets little and gradients reach far back (Jozefowicz et al. 2015).
    /// </summary>
    /// <param name="cell">What happens at a step.</param>
    /// <param name="inputs">Features of what is read.</param>
    /// <param name="hidden">Features of the state.</param>
    /// <param name="context">Features of an input that is the same at every step; 0 for none.</param>
    /// <param name="dropout">The share of the numbers of U that a step of training sets to zero, for the whole batch and all
    /// positions at once (DropConnect on hidden-to-hidden weights, Merity et al. 2018).</param>
    public RecurrentLayer(CellKind cell, long inputs, long hidden, long context = 0, double dropout = 0)
        : base(nameof(RecurrentLayer))
    {
        _cell = cell;
        _inputs = inputs;
        _context = context;
        _dropout = dropout;
        Hidden = hidden;
        var (bound, gates) = (1 / Math.Sqrt(hidden), cell.Gates() * hidden);
        WeightInput = Initialisation.Uniform(bound, gates, inputs + context);
        WeightHidden = Initialisation.Uniform(bound, gates, hidden);
        BiasInput = Initialisation.Uniform(bound, gates);
        BiasHidden = Initialisation.Uniform(bound, gates);
        if (cell == CellKind.Lstm)
        {
            using var quiet = torch.no_grad();
            using var forget = BiasInput.narrow(0, hidden, hidden);
            forget.FillInPlace(1).Dispose();
        }

        register_parameter("weight_input", WeightInput);
        register_parameter("weight_hidden", WeightHidden);
        register_parameter("bias_input", BiasInput);
        register_parameter("bias_hidden", BiasHidden);
    }

    /// <summary>Features of the state.</summary>
    public long Hidden { get; }

    /// <summary>What happens at a step.</summary>
    internal CellKind Cell => _cell;

    /// <summary>Whether it has a constant input.</summary>
    internal bool HasContext => _context > 0;

    /// <summary>W, [gates · hidden, inputs + context].</summary>
    public Parameter WeightInput { get; }

    /// <summary>U, [gates · hidden, hidden].</summary>
    public Parameter WeightHidden { get; }

    /// <summary>The bias beside W, [gates · hidden].</summary>
    public Parameter BiasInput { get; }

    /// <summary>The bias beside U, [gates · hidden].</summary>
    public Parameter BiasHidden { get; }

    /// <summary>The state of zeros, before anything was read.</summary>
    /// <param name="batch">Sentences.</param>
    public RecurrentState Start(long batch) => RecurrentState.Zeros(_cell, batch, WeightHidden);

    /// <summary>Runs over a whole padded batch.</summary>
    /// <param name="inputs">What it reads, vectors of as many features as the layer has inputs.</param>
    /// <param name="initial">The state before the first step; null for zeros.</param>
    /// <param name="context">The constant input, [batch, context]; needed exactly if the layer has one.</param>
    /// <param name="isBackward">Whether each sentence is read from its last position to its first.</param>
    /// <returns>[time, batch, hidden]: at each position h after it was read, zeros at padding.</returns>
    /// <exception cref="ArgumentException">A context is given to a layer without one, or missing; the first state is that
    /// of another cell, or it or the context has other sizes.</exception>
    public torch.Tensor Forward(
        SequenceInputs inputs, RecurrentState? initial = null, torch.Tensor? context = null, bool isBackward = false)
    {
        Check(initial, inputs.Lengths.Count);
        var weightHidden = Dropout.OfWeights(WeightHidden, _dropout, training);
        if (KernelSet.LeavesRecurrenceToLibtorch(WeightHidden))
        {
            CheckContext(context, inputs.Lengths.Count);
            return Recurrence.Libtorch(
                _cell, inputs, context, initial, WeightInput, weightHidden, BiasInput, BiasHidden, isBackward);
        }

        var (weight, ofContext) = Split(context, inputs.Lengths.Count);
        var bias = ofContext is null ? BiasInput : null;
        var gateInputs = inputs with { Vectors = Projection.Run(inputs.Vectors, weight, bias) };
        return Recurrence.Run(_cell, gateInputs, ofContext, initial, weightHidden, BiasHidden, isBackward);
    }

    /// <summary>One step of generation.</summary>
    /// <param name="input">[batch, inputs].</param>
    /// <param name="state">The state so far.</param>
    /// <param name="context">[batch, context], as in <see cref="Forward"/>.</param>
    /// <returns>The next state.</returns>
    /// <exception cref="ArgumentException">As of <see cref="Forward"/>.</exception>
    public RecurrentState Step(torch.Tensor input, RecurrentState state, torch.Tensor? context = null)
    {
        Check(state, input.shape[0]);
        var (weight, ofContext) = Split(context, input.shape[0]);
        var gateInputs = torch.nn.functional.linear(input, weight, ofContext is null ? BiasInput : null);
        return PlainCell.Step(
            _cell, ofContext is null ? gateInputs : gateInputs.Plus(ofContext), state, WeightHidden, BiasHidden);
    }

    /// <summary>The part of W that meets the input, and the context's product with the other, with the bias.</summary>
    private (torch.Tensor Weight, torch.Tensor? OfContext) Split(torch.Tensor? context, long batch)
    {
        CheckContext(context, batch);
        return context is null
            ? (WeightInput, null)
            : (WeightInput.narrow(1, 0, _inputs), OfContext(context, batch));
    }

    /// <summary>What the context adds to the gates, with the bias beside W, [batch, gates · hidden].</summary>
    internal torch.Tensor OfContext(torch.Tensor context, long batch)
    {
        CheckContext(context, batch);
        return torch.nn.functional.linear(context, WeightInput.narrow(1, _inputs, _context), BiasInput);
    }

    private void CheckContext(torch.Tensor? context, long batch)
    {
        if ((context is null) != (_context == 0))
            throw new ArgumentException($"This layer wants a context of {_context} features.", nameof(context));
        Check(context, nameof(context), batch, _context);
    }

    /// <summary>A copy of the part of W that meets the inputs, [gates · hidden, inputs], in no dispose scope.</summary>
    internal torch.Tensor InputPart()
    {
        using var scope = torch.NewDisposeScope();
        return WeightInput.detach().narrow(1, 0, _inputs).clone().contiguous().DetachFromDisposeScope();
    }

    private void Check(RecurrentState? state, long batch)
    {
        if (state is not null && (state.Cell is null) == _cell.HasMemory())
            throw new ArgumentException($"The state is not that of a layer with the cell {_cell}.", nameof(state));
        Check(state?.Hidden, nameof(state), batch, Hidden);
        Check(state?.Cell, nameof(state), batch, Hidden);
    }

    // The kernels go through memory by these sizes.
    private static void Check(torch.Tensor? tensor, string name, long batch, long features)
    {
        if (tensor is not null && (tensor.dim() != 2 || tensor.shape[0] != batch || tensor.shape[1] != features))
        {
            throw new ArgumentException(
                $"A tensor of [{batch}, {features}] is wanted, and this is one of [{string.Join(", ", tensor.shape)}].", name);
        }
    }
}

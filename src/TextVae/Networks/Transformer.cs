using TextVae.Networks.Kernels;
using TorchSharp;

namespace TextVae.Networks;

/// <summary>
/// A Transformer (Vaswani et al. 2017) of layers that normalise first, with rotary positions: a state at each position from
/// what is read there and at others, all of the sentence or, where it is causal, those before. What is read passes a linear map
/// and a normalisation, so that words weigh as much as what the layers add to them, and the last states are normalised too.
/// Padding is never attended to.
/// </summary>
internal sealed class Transformer : torch.nn.Module
{
    private readonly TransformerSizes _sizes;
    private readonly bool _isCausal;
    private readonly Linear _inputs;
    private readonly LayerNormalization _inputNorm;
    private readonly TransformerLayer[] _layers;
    private readonly LayerNormalization _outputNorm;

    internal Transformer(TransformerSizes sizes, bool isCausal)
        : base(nameof(Transformer))
    {
        _sizes = sizes;
        _isCausal = isCausal;
        _inputs = new Linear(sizes.Inputs, sizes.Hidden);
        _inputNorm = new LayerNormalization(sizes.Hidden);
        _layers = [.. Enumerable.Range(0, sizes.Layers).Select(_ => new TransformerLayer(sizes))];
        _outputNorm = new LayerNormalization(sizes.Hidden);
        register_module("inputs", _inputs);
        register_module("input_norm", _inputNorm);
        foreach (var (index, layer) in _layers.Index())
            register_module(LayerName.Of("layer", index), layer);
        register_module("output_norm", _outputNorm);
    }

    /// <summary>Where the first word stands: after the context, which stands at 0.</summary>
    private long FirstPosition => _sizes.Context > 0 ? 1 : 0;

    private int HeadFeatures => _sizes.Hidden / _sizes.Heads;

    /// <summary>Reads a whole padded batch.</summary>
    /// <param name="words">What it reads, vectors of as many features as it has inputs.</param>
    /// <param name="context">What is the same at all positions of a sentence, [batch, context]; needed exactly if there is
    /// one.</param>
    /// <returns>[time, batch, hidden], zeros at padding.</returns>
    /// <exception cref="ArgumentException">A context is given to a Transformer without one, or missing.</exception>
    public torch.Tensor Forward(SequenceInputs words, torch.Tensor? context = null)
    {
        Check(context, words.Lengths.Count);
        // Each different vector is mapped once.
        var read = words with { Vectors = _inputs.ForwardRows(words.Vectors) };
        var states = _inputNorm.Forward(read.Steps());
        var positions = RotaryPositions.Of(FirstPosition, words.Time, HeadFeatures, states);
        var mask = _isCausal
            ? AttentionMask.OfEarlier(read, hasMemory: context is not null)
            : AttentionMask.OfReal(read, hasMemory: context is not null);
        foreach (var layer in _layers)
            states = layer.Forward(states, positions, mask, context);
        return _outputNorm.Forward(states) * Recurrence.Mask(words.Lengths, words.Time, states);
    }

    /// <summary>Where it stands before the first word: the state is zeros, and only the context can be attended to.</summary>
    /// <param name="batch">Sentences.</param>
    /// <param name="context">As of <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">As of <see cref="Forward"/>.</exception>
    public TransformerState Start(long batch, torch.Tensor? context = null)
    {
        Check(context, batch);
        var none = torch.zeros([batch, _sizes.Hidden], _inputs.Weight.dtype, _inputs.Weight.device);
        return new TransformerState(none, [.. _layers.Select(layer => layer.Start(batch, context))]);
    }

    /// <summary>Reads one word more; only for a causal one.</summary>
    /// <param name="word">[batch, inputs].</param>
    /// <param name="state">The state so far.</param>
    /// <param name="context">As of <see cref="Forward"/>.</param>
    /// <exception cref="ArgumentException">As of <see cref="Forward"/>.</exception>
    public TransformerState Step(torch.Tensor word, TransformerState state, torch.Tensor? context = null)
    {
        Check(context, word.shape[0]);
        var hidden = _inputNorm.Forward(_inputs.Forward(word));
        // The context has been shown at position 0, where there is one.
        var position = RotaryPositions.Of(state.Layers[0].Positions, 1, HeadFeatures, hidden);
        var shown = new KeysAndValues[_layers.Length];
        foreach (var (index, layer) in _layers.Index())
            (hidden, shown[index]) = layer.Step(hidden, position, state.Layers[index], context);
        return new TransformerState(_outputNorm.Forward(hidden), shown);
    }

    private void Check(torch.Tensor? context, long batch)
    {
        if ((context is null) != (_sizes.Context == 0))
            throw new ArgumentException($"This Transformer wants a context of {_sizes.Context} features.", nameof(context));
        if (context is not null && (context.dim() != 2 || context.shape[0] != batch || context.shape[1] != _sizes.Context))
        {
            throw new ArgumentException(
                $"A context of [{batch}, {_sizes.Context}] is wanted, and this is one of [{string.Join(", ", context.shape)}].", nameof(context));
        }
    }
}

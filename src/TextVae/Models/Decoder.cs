using TextVae.Networks;
using TorchSharp;
using TorchSharp.Modules;
using Dropout = TextVae.Networks.Dropout;
using Linear = TextVae.Networks.Linear;
using Transformer = TextVae.Networks.Transformer;

namespace TextVae.Models;

/// <summary>
/// The states behind p(x_i | x_1 … x_{i−1}, z) (§5.2): a recurrence over the words so far. z passes a highway
/// layer, stands beside the word vector at every step, and sets the first state: h is tanh of a linear map of the layer's
/// output, as bounded as any h, and c of an LSTM another linear map of it, without a bound as c has none. The vector of a
/// label stands beside the word vector too, where the model knows labels. Further layers read the states of the one below
/// and have first states of their own from z. With a skip (Dieng et al. 2019), a linear map of the highway layer's output is
/// added to what the softmax sees of every state, and the recurrence does not see it. Without a latent it is the recurrence of a language model,
/// p(x_i | x_1 … x_{i−1}).
///
/// Or it is a causal Transformer, to each layer of which the highway layer's output and the label's vector, side by side, come
/// twice: as memory, one position more that stands before the first word for all to attend to (Li et al. 2020, with keys and values of
/// their own in each layer, Ziegler et al. 2019), and through a linear map that is added to what the layer reads at every position.
/// </summary>
internal sealed class Decoder : torch.nn.Module
{
    private readonly RecurrentLayer[] _layers = [];
    private readonly Transformer? _transformer;
    private readonly Highway? _highway;
    private readonly (Linear State, Linear? Cell)[] _first = [];
    private readonly Parameter? _skip;
    private readonly DropoutOptions _dropout;
    private readonly bool _readsLabel;
    private readonly int _latent;

    internal Decoder(ModelOptions options)
        : base(nameof(Decoder))
    {
        _latent = options.Kind == ModelKind.Vae ? options.Latent : 0;
        _readsLabel = options.LabelEmbedding > 0;
        _dropout = options.Dropout;
        var context = _latent + options.LabelEmbedding;
        switch (options.Decoder)
        {
            case DecoderKind.Recurrent:
                _layers = NewLayers(options, context);
                foreach (var (layer, recurrence) in _layers.Index())
                    register_module(LayerName.Of("recurrence", layer), recurrence);
                break;
            case DecoderKind.Transformer:
                _transformer = new Transformer(options.TransformerSizes(context, _dropout.Layer), isCausal: true);
                register_module("transformer", _transformer);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(options), options.Decoder, message: null);
        }

        if (_latent == 0)
            return;
        _highway = new Highway(_latent);
        _first = [.. _layers.Select(_ => (
            new Linear(_latent, options.Hidden), options.Cell.HasMemory() ? new Linear(_latent, options.Hidden) : null))];
        register_module("highway", _highway);
        foreach (var (layer, (state, cell)) in _first.Index())
        {
            register_module(LayerName.Of("first_state", layer), state);
            if (cell is not null)
                register_module(LayerName.Of("first_cell", layer), cell);
        }

        if (!options.HasSkip)
            return;
        _skip = Initialisation.Uniform(1 / Math.Sqrt(_latent), options.Hidden, _latent);
        register_parameter("skip", _skip);
    }

    /// <summary>The recurrences, the one that reads words first; none of a Transformer.</summary>
    internal IReadOnlyList<RecurrentLayer> Layers => _layers;

    /// <summary>The states under teacher forcing.</summary>
    /// <param name="words">Vectors of the words read.</param>
    /// <param name="z">[batch, latent]; null for a language model.</param>
    /// <param name="label">The vector of each sentence's label, [batch, label_embedding]; needed exactly if the model knows
    /// labels.</param>
    /// <returns>[time, batch, hidden], what the softmax sees of the last layer; the state at i predicts word i. At padding they
    /// are zeros, or with a skip what z adds.</returns>
    public torch.Tensor Forward(SequenceInputs words, torch.Tensor? z, torch.Tensor? label = null)
    {
        var read = Dropout.Of(words, _dropout.Embedding, training);
        var (context, skip) = Given(z, label);
        var states = _transformer?.Forward(read, context) ?? Recur(read, context, FirstStates(words.Lengths.Count, context));
        return skip is null ? states : states.Plus(skip);
    }

    /// <summary>The state before the first word of a generated text.</summary>
    /// <param name="batch">Sentences to begin.</param>
    /// <param name="z">[batch, latent]; null for a language model.</param>
    /// <param name="label">As of <see cref="Forward"/>.</param>
    public DecoderState Start(long batch, torch.Tensor? z, torch.Tensor? label = null)
    {
        var (context, skip) = Given(z, label);
        return new DecoderState(FirstStates(batch, context), context, skip, _transformer?.Start(batch, context));
    }

    /// <summary>Reads one more word.</summary>
    /// <param name="word">Its vector, [batch, embedding].</param>
    /// <param name="state">The state so far.</param>
    public DecoderState Step(torch.Tensor word, DecoderState state)
    {
        if (_transformer is not null)
            return state with { Transformer = _transformer.Step(word, state.Transformer!, state.Context) };
        var next = new RecurrentState[_layers.Length];
        for (var layer = 0; layer < next.Length; layer++)
        {
            next[layer] = layer == 0
                ? _layers[0].Step(word, state.Layers[0], state.Context)
                : _layers[layer].Step(next[layer - 1].Hidden, state.Layers[layer]);
        }

        return state with { Layers = next };
    }

    /// <summary>
    /// What the context of a state adds to the gates of the first layer at every step, [batch, gates · hidden]; null without
    /// one.
    /// </summary>
    internal torch.Tensor? OfContext(DecoderState state) =>
        state.Context is null ? null : _layers[0].OfContext(state.Context, state.Context.shape[0]);

    private static RecurrentLayer[] NewLayers(ModelOptions options, int context) =>
    [
        .. Enumerable.Range(0, options.Layers).Select(layer => layer == 0
            ? new RecurrentLayer(options.Cell, options.Embedding, options.Hidden, context, options.Dropout.Recurrent)
            : new RecurrentLayer(options.Cell, options.Hidden, options.Hidden, dropout: options.Dropout.Recurrent)),
    ];

    /// <summary>What does not change with the position, as of <see cref="DecoderState"/>.</summary>
    private (torch.Tensor? Context, torch.Tensor? Skip) Given(torch.Tensor? z, torch.Tensor? label)
    {
        if ((z is null) != (_highway is null))
            throw new ArgumentException(z is null ? "This decoder needs z." : "A language model has no z.", nameof(z));
        if ((label is null) == _readsLabel)
        {
            throw new ArgumentException(
                _readsLabel ? "This decoder needs the vector of a label." : "This decoder reads no label.", nameof(label));
        }

        if (z is null)
            return (label, null);
        var latent = _highway!.Forward(z);
        return (
            label is null ? latent : torch.cat([latent, label], 1),
            _skip is null ? null : torch.nn.functional.linear(latent, _skip));
    }

    private RecurrentState[] FirstStates(long batch, torch.Tensor? context)
    {
        if (_highway is null)
            return [.. _layers.Select(layer => layer.Start(batch))];
        // What comes of z stands before the label.
        var latent = context!.narrow(1, 0, _latent);
        return [.. _first.Select(first => new RecurrentState(first.State.Forward(latent).tanh(), first.Cell?.Forward(latent)))];
    }

    private torch.Tensor Recur(SequenceInputs words, torch.Tensor? context, RecurrentState[] first)
    {
        var states = _layers[0].Forward(words, first[0], context);
        foreach (var (layer, start) in _layers.Zip(first).Skip(1))
        {
            var shown = Dropout.Of(states, _dropout.Layer, training);
            states = layer.Forward(SequenceInputs.OfStates(shown, words.Lengths), start);
        }

        return states;
    }
}

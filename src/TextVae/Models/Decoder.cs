using TextVae.Networks;
using TorchSharp;
using TorchSharp.Modules;
using Dropout = TextVae.Networks.Dropout;
using Linear = TextVae.Networks.Linear;

namespace TextVae.Models;

/// <summary>
/// The states behind p(x_i | x_1 … x_{i−1}, z) (§5.2): a recurrence over the words so far. z passes a highway
/// layer, stands beside the word vector at every step, and sets the first state: h is tanh of a linear map of the layer's
/// output, as bounded as any h, and c of an LSTM another linear map of it, without a bound as c has none. The vector of a
/// label stands beside the word vector too, where the model knows labels. Further layers read the states of the one below
/// and have first states of their own from z. With a skip (Dieng et al. 2019), a linear map of the highway layer's output is
/// added to what the softmax sees of every state, and the recurrence does not see it. Without a latent it is the recurrence of a language model,
/// p(x_i | x_1 … x_{i−1}).
/// </summary>
public sealed class Decoder : torch.nn.Module
{
    private readonly RecurrentLayer[] _layers;
    private readonly Highway? _highway;
    private readonly (Linear State, Linear? Cell)[] _first = [];
    private readonly Parameter? _skip;
    private readonly DropoutOptions _dropout;
    private readonly bool _readsLabel;

    internal Decoder(ModelOptions options)
        : base(nameof(Decoder))
    {
        var latent = options.Kind == ModelKind.Vae ? options.Latent : 0;
        _readsLabel = options.LabelEmbedding > 0;
        _dropout = options.Dropout;
        _layers = [.. Enumerable.Range(0, options.Layers).Select(layer => layer == 0
            ? new RecurrentLayer(
                options.Cell, options.Embedding, options.Hidden, latent + options.LabelEmbedding, _dropout.Recurrent)
            : new RecurrentLayer(options.Cell, options.Hidden, options.Hidden, dropout: _dropout.Recurrent))];
        foreach (var (layer, recurrence) in _layers.Index())
            register_module(LayerName.Of("recurrence", layer), recurrence);
        if (latent == 0)
            return;
        _highway = new Highway(latent);
        _first = [.. _layers.Select(_ => (
            new Linear(latent, options.Hidden), options.Cell.HasMemory() ? new Linear(latent, options.Hidden) : null))];
        register_module("highway", _highway);
        foreach (var (layer, (state, cell)) in _first.Index())
        {
            register_module(LayerName.Of("first_state", layer), state);
            if (cell is not null)
                register_module(LayerName.Of("first_cell", layer), cell);
        }

        if (!options.HasSkip)
            return;
        _skip = Initialisation.Uniform(1 / Math.Sqrt(latent), options.Hidden, latent);
        register_parameter("skip", _skip);
    }

    /// <summary>The recurrences, the one that reads words first.</summary>
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
        var start = Start(words.Lengths.Count, z, label);
        var states = _layers[0].Forward(Dropout.Of(words, _dropout.Embedding, training), start.Layers[0], start.Context);
        foreach (var (layer, first) in _layers.Zip(start.Layers).Skip(1))
        {
            var shown = Dropout.Of(states, _dropout.Layer, training);
            states = layer.Forward(SequenceInputs.OfStates(shown, words.Lengths), first);
        }

        return start.Skip is null ? states : states.Plus(start.Skip);
    }

    /// <summary>The state before the first word of a generated text.</summary>
    /// <param name="batch">Sentences to begin.</param>
    /// <param name="z">[batch, latent]; null for a language model.</param>
    /// <param name="label">As of <see cref="Forward"/>.</param>
    public DecoderState Start(long batch, torch.Tensor? z, torch.Tensor? label = null)
    {
        if ((z is null) != (_highway is null))
            throw new ArgumentException(z is null ? "This decoder needs z." : "A language model has no z.", nameof(z));
        if ((label is null) == _readsLabel)
        {
            throw new ArgumentException(
                _readsLabel ? "This decoder needs the vector of a label." : "This decoder reads no label.", nameof(label));
        }

        if (z is null)
            return new DecoderState([.. _layers.Select(layer => layer.Start(batch))], Context: label);
        var latent = _highway!.Forward(z);
        return new DecoderState(
            [.. _first.Select(first => new RecurrentState(first.State.Forward(latent).tanh(), first.Cell?.Forward(latent)))],
            label is null ? latent : torch.cat([latent, label], 1),
            _skip is null ? null : torch.nn.functional.linear(latent, _skip));
    }

    /// <summary>Reads one more word.</summary>
    /// <param name="word">Its vector, [batch, embedding].</param>
    /// <param name="state">The state so far.</param>
    public DecoderState Step(torch.Tensor word, DecoderState state)
    {
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
}

/// <summary>Where the decoder stands in a batch of texts being generated.</summary>
/// <param name="Layers">The state of each layer, the one that reads words first.</param>
/// <param name="Context">What stands beside every word vector, [batch, latent + label_embedding]: z after the highway layer and
/// the vector of the label, whichever there is; null for neither.</param>
/// <param name="Skip">What z adds to each state before the softmax, [batch, hidden]; null where it adds nothing.</param>
public sealed record DecoderState(
    IReadOnlyList<RecurrentState> Layers, torch.Tensor? Context, torch.Tensor? Skip = null) : IDisposable
{
    /// <summary>What predicts the next word, [batch, hidden].</summary>
    public torch.Tensor State => Skip is null ? Layers[^1].Hidden : Layers[^1].Hidden.Plus(Skip);

    /// <summary>The rows named by int64 [rows] indices, in their order; a row may be taken more than once.</summary>
    public DecoderState Select(torch.Tensor rows) =>
        new([.. Layers.Select(layer => layer.Select(rows))], Context?.index_select(0, rows), Skip?.index_select(0, rows));

    /// <summary>Takes the tensors out of every dispose scope: they live until this is disposed.</summary>
    internal DecoderState DetachFromScope() => new(
        [.. Layers.Select(layer => new RecurrentState(
            layer.Hidden.DetachFromDisposeScope(), layer.Cell?.DetachFromDisposeScope()))],
        Context?.DetachFromDisposeScope(),
        Skip?.DetachFromDisposeScope());

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var layer in Layers)
            layer.Dispose();
        Context?.Dispose();
        Skip?.Dispose();
    }
}

using TextVae.Networks;
using TorchSharp;

namespace TextVae.Models;

/// <summary>
/// The states behind p(x_i | x_1 … x_{i−1}, z) (§5.2): a recurrence over the words so far. z passes a highway
/// layer, stands beside the word vector at every step, and sets the first state: h is tanh of a linear map of the layer's
/// output, as bounded as any h, and c of an LSTM another linear map of it, without a bound as c has none. The vector of a
/// label stands beside the word vector too, where the model knows labels. Without a latent it is the recurrence of a
/// language model, p(x_i | x_1 … x_{i−1}).
/// </summary>
public sealed class Decoder : torch.nn.Module
{
    private readonly RecurrentLayer _recurrence;
    private readonly Highway? _highway;
    private readonly Linear? _firstState;
    private readonly Linear? _firstCell;
    private readonly DropoutOptions _dropout;
    private readonly bool _readsLabel;

    internal Decoder(ModelOptions options)
        : base(nameof(Decoder))
    {
        var latent = options.Kind == ModelKind.Vae ? options.Latent : 0;
        _readsLabel = options.LabelEmbedding > 0;
        _dropout = options.Dropout;
        _recurrence = new RecurrentLayer(
            options.Cell, options.Embedding, options.Hidden, latent + options.LabelEmbedding, _dropout.Recurrent);
        register_module("recurrence", _recurrence);
        if (latent == 0)
            return;
        _highway = new Highway(latent);
        _firstState = new Linear(latent, options.Hidden);
        register_module("highway", _highway);
        register_module("first_state", _firstState);
        if (!options.Cell.HasMemory())
            return;
        _firstCell = new Linear(latent, options.Hidden);
        register_module("first_cell", _firstCell);
    }

    /// <summary>The recurrence.</summary>
    internal RecurrentLayer Recurrence => _recurrence;

    /// <summary>The states under teacher forcing.</summary>
    /// <param name="words">Vectors of the words read.</param>
    /// <param name="z">[batch, latent]; null for a language model.</param>
    /// <param name="label">The vector of each sentence's label, [batch, label_embedding]; needed exactly if the model knows
    /// labels.</param>
    /// <returns>[time, batch, hidden]; the state at i predicts word i, zeros at padding.</returns>
    public torch.Tensor Forward(SequenceInputs words, torch.Tensor? z, torch.Tensor? label = null)
    {
        var start = Start(words.Lengths.Count, z, label);
        return _recurrence.Forward(Dropout.Of(words, _dropout.Embedding, training), start.Recurrence, start.Context);
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
            return new DecoderState(_recurrence.Start(batch), Context: label);
        var latent = _highway!.Forward(z);
        var first = new RecurrentState(_firstState!.Forward(latent).tanh(), _firstCell?.Forward(latent));
        return new DecoderState(first, label is null ? latent : torch.cat([latent, label], 1));
    }

    /// <summary>Reads one more word.</summary>
    /// <param name="word">Its vector, [batch, embedding].</param>
    /// <param name="state">The state so far.</param>
    public DecoderState Step(torch.Tensor word, DecoderState state) =>
        state with { Recurrence = _recurrence.Step(word, state.Recurrence, state.Context) };

    /// <summary>What the context of a state adds to the gates at every step, [batch, gates · hidden]; null without one.</summary>
    internal torch.Tensor? OfContext(DecoderState state) =>
        state.Context is null ? null : _recurrence.OfContext(state.Context, state.Context.shape[0]);
}

/// <summary>Where the decoder stands in a batch of texts being generated.</summary>
/// <param name="Recurrence">The state of the recurrence.</param>
/// <param name="Context">What stands beside every word vector, [batch, latent + label_embedding]: z after the highway layer and
/// the vector of the label, whichever there is; null for neither.</param>
public sealed record DecoderState(RecurrentState Recurrence, torch.Tensor? Context) : IDisposable
{
    /// <summary>What predicts the next word, [batch, hidden].</summary>
    public torch.Tensor State => Recurrence.Hidden;

    /// <summary>The rows named by int64 [rows] indices, in their order; a row may be taken more than once.</summary>
    public DecoderState Select(torch.Tensor rows) => new(Recurrence.Select(rows), Context?.index_select(0, rows));

    /// <summary>Takes the tensors out of every dispose scope: they live until this is disposed.</summary>
    internal DecoderState DetachFromScope() => new(
        new(Recurrence.Hidden.DetachFromDisposeScope(), Recurrence.Cell?.DetachFromDisposeScope()),
        Context?.DetachFromDisposeScope());

    /// <inheritdoc/>
    public void Dispose()
    {
        Recurrence.Dispose();
        Context?.Dispose();
    }
}

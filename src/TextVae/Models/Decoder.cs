using TextVae.Networks;
using TorchSharp;

namespace TextVae.Models;

/// <summary>
/// The states behind p(x_i | x_1 … x_{i−1}, z) (§5.2): a GRU over the words so far. z passes a highway layer, stands
/// beside the word vector at every step, and sets the first state. Without a latent it is the recurrence of a
/// language model, p(x_i | x_1 … x_{i−1}).
/// </summary>
public sealed class Decoder : torch.nn.Module
{
    private readonly GruLayer _recurrence;
    private readonly Highway? _highway;
    private readonly Linear? _firstState;

    internal Decoder(ModelOptions options)
        : base(nameof(Decoder))
    {
        var latent = options.Kind == ModelKind.Vae ? options.Latent : 0;
        _recurrence = new GruLayer(options.Embedding, options.Hidden, latent);
        register_module("recurrence", _recurrence);
        if (latent == 0)
            return;
        _highway = new Highway(latent);
        _firstState = new Linear(latent, options.Hidden);
        register_module("highway", _highway);
        register_module("first_state", _firstState);
    }

    /// <summary>The states under teacher forcing.</summary>
    /// <param name="words">Vectors of the words read.</param>
    /// <param name="z">[batch, latent]; null for a language model.</param>
    /// <returns>[time, batch, hidden]; the state at i predicts word i, zeros at padding.</returns>
    public torch.Tensor Forward(SequenceInputs words, torch.Tensor? z)
    {
        var start = Start(words.Lengths.Count, z);
        return _recurrence.Forward(words, start.State, start.Context);
    }

    /// <summary>The state before the first word of a generated text.</summary>
    /// <param name="batch">Sentences to begin.</param>
    /// <param name="z">[batch, latent]; null for a language model.</param>
    public DecoderState Start(long batch, torch.Tensor? z)
    {
        if ((z is null) != (_highway is null))
            throw new ArgumentException(z is null ? "This decoder needs z." : "A language model has no z.", nameof(z));
        if (z is null)
            return new DecoderState(torch.zeros(batch, _recurrence.Hidden), Context: null);
        var context = _highway!.Forward(z);
        return new DecoderState(_firstState!.Forward(context).tanh(), context);
    }

    /// <summary>Reads one more word.</summary>
    /// <param name="word">Its vector, [batch, embedding].</param>
    /// <param name="state">The state so far.</param>
    public DecoderState Step(torch.Tensor word, DecoderState state) =>
        state with { State = _recurrence.Step(word, state.State, state.Context) };
}

/// <summary>Where the decoder stands in a batch of texts being generated.</summary>
/// <param name="State">[batch, hidden].</param>
/// <param name="Context">z after the highway layer, [batch, latent]; null for a language model.</param>
public sealed record DecoderState(torch.Tensor State, torch.Tensor? Context) : IDisposable
{
    /// <summary>The rows named by int64 [rows] indices, in their order; a row may be taken more than once.</summary>
    public DecoderState Select(torch.Tensor rows) =>
        new(State.index_select(0, rows), Context?.index_select(0, rows));

    /// <summary>Hands the tensors to the dispose scope around the present one.</summary>
    public DecoderState MoveToOuterScope() =>
        new(State.MoveToOuterDisposeScope(), Context?.MoveToOuterDisposeScope());

    /// <inheritdoc/>
    public void Dispose()
    {
        State.Dispose();
        Context?.Dispose();
    }
}

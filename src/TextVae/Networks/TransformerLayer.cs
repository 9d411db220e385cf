using TorchSharp;

namespace TextVae.Networks;

/// <summary>
/// One layer of a Transformer whose normalisation comes first (Xiong et al. 2020): attention, then two linear maps with a GELU
/// between them at each position by itself, each added to what it has read. A context is added to every position before, through a
/// linear map of the layer's own, and attended to.
/// </summary>
internal sealed class TransformerLayer : torch.nn.Module
{
    private readonly double _dropout;
    private readonly Linear? _context;
    private readonly LayerNormalization _attentionNorm;
    private readonly SelfAttention _attention;
    private readonly LayerNormalization _feedForwardNorm;
    private readonly Linear _expand;
    private readonly Linear _contract;

    public TransformerLayer(TransformerSizes sizes)
        : base(nameof(TransformerLayer))
    {
        _dropout = sizes.Dropout;
        _attentionNorm = new LayerNormalization(sizes.Hidden);
        _attention = new SelfAttention(sizes);
        _feedForwardNorm = new LayerNormalization(sizes.Hidden);
        _expand = new Linear(sizes.Hidden, sizes.FeedForward);
        _contract = sizes.NewLastOfResidual(sizes.FeedForward);
        register_module("attention_norm", _attentionNorm);
        register_module("attention", _attention);
        register_module("feed_forward_norm", _feedForwardNorm);
        register_module("expand", _expand);
        register_module("contract", _contract);
        if (sizes.Context == 0)
            return;
        _context = new Linear(sizes.Context, sizes.Hidden);
        register_module("context", _context);
    }

    /// <summary>Maps all positions of a batch.</summary>
    /// <param name="states">[time, batch, hidden].</param>
    /// <param name="positions">Those of the states.</param>
    /// <param name="mask">Who sees whom.</param>
    /// <param name="context">[batch, context]; needed exactly if there is one.</param>
    /// <returns>[time, batch, hidden].</returns>
    public torch.Tensor Forward(torch.Tensor states, RotaryPositions positions, AttentionMask mask, torch.Tensor? context)
    {
        // What lies between is freed at once where no gradient needs it.
        using var scope = torch.NewDisposeScope();
        states = WithContext(states, context);
        states = states.Plus(Dropped(_attention.Forward(_attentionNorm.Forward(states), positions, mask, context)));
        return states.Plus(Dropped(ByItself(states))).MoveToOuterDisposeScope();
    }

    /// <inheritdoc cref="SelfAttention.Start"/>
    public KeysAndValues Start(long batch, torch.Tensor? context) => _attention.Start(batch, context);

    /// <summary>Maps the next position of generated texts.</summary>
    /// <param name="state">[batch, hidden].</param>
    /// <param name="position">Its position.</param>
    /// <param name="before">What the positions before it have shown to this layer.</param>
    /// <param name="context">As of <see cref="Forward"/>.</param>
    /// <returns>[batch, hidden], and what has been shown by now.</returns>
    public (torch.Tensor State, KeysAndValues Shown) Step(
        torch.Tensor state, RotaryPositions position, KeysAndValues before, torch.Tensor? context)
    {
        state = WithContext(state, context);
        var (attended, shown) = _attention.Step(_attentionNorm.Forward(state), position, before);
        state = state.Plus(attended);
        return (state.Plus(_contract.Forward(_expand.Forward(_feedForwardNorm.Forward(state)).gelu())), shown);
    }

    private torch.Tensor ByItself(torch.Tensor states)
    {
        using var scope = torch.NewDisposeScope();
        return _contract.ForwardRows(_expand.ForwardRows(_feedForwardNorm.Forward(states)).gelu()).MoveToOuterDisposeScope();
    }

    private torch.Tensor WithContext(torch.Tensor states, torch.Tensor? context) =>
        context is null ? states : states.Plus(_context!.Forward(context));

    private torch.Tensor Dropped(torch.Tensor added) => Dropout.Of(added, _dropout, training);
}

using TorchSharp;

namespace TextVae.Networks;

/// <summary>
/// Attention of positions to each other in several heads (Vaswani et al. 2017, §3.2), with rotary positions. A context, the
/// same for all positions of a sentence, is one thing more to attend to: it has a key and a value, linear maps of it, before
/// those of the first position (the pseudo self-attention of Ziegler et al. 2019; as memory for a latent vector, Li et al.
/// 2020). Its key is not turned, so it stands at position 0.
/// </summary>
internal sealed class SelfAttention : torch.nn.Module
{
    private readonly int _heads;
    private readonly Linear _inputs;
    private readonly Linear _outputs;
    private readonly Linear? _memory;

    public SelfAttention(TransformerSizes sizes)
        : base(nameof(SelfAttention))
    {
        _heads = sizes.Heads;
        _inputs = new Linear(sizes.Hidden, 3 * sizes.Hidden);
        _outputs = sizes.NewLastOfResidual(sizes.Hidden);
        register_module("inputs", _inputs);
        register_module("outputs", _outputs);
        if (sizes.Context == 0)
            return;
        _memory = new Linear(sizes.Context, 2 * sizes.Hidden);
        register_module("memory", _memory);
    }

    /// <summary>Attends, all positions at once.</summary>
    /// <param name="states">[time, batch, hidden].</param>
    /// <param name="positions">Those of the states.</param>
    /// <param name="mask">Who sees whom.</param>
    /// <param name="context">[batch, context]; needed exactly if there is one.</param>
    /// <returns>[time, batch, hidden].</returns>
    public torch.Tensor Forward(torch.Tensor states, RotaryPositions positions, AttentionMask mask, torch.Tensor? context)
    {
        using var scope = torch.NewDisposeScope();
        var (queries, shown) = Read(_inputs.ForwardRows(states), positions);
        return _outputs.ForwardRows(Attend(queries, context is null ? shown : Memory(context).Append(shown), mask))
            .MoveToOuterDisposeScope();
    }

    /// <summary>What there is to attend to before the first position: the context, or nothing.</summary>
    /// <param name="batch">Sentences.</param>
    /// <param name="context">As of <see cref="Forward"/>.</param>
    public KeysAndValues Start(long batch, torch.Tensor? context)
    {
        if (context is not null)
            return Memory(context);
        torch.Tensor None() => torch.empty(
            [batch, _heads, 0, _outputs.Weight.shape[0] / _heads], _outputs.Weight.dtype, _outputs.Weight.device);
        return new KeysAndValues(None(), None());
    }

    /// <summary>Attends to all positions so far, at the next one.</summary>
    /// <param name="state">[batch, hidden].</param>
    /// <param name="position">Its position.</param>
    /// <param name="before">What the positions before it have shown.</param>
    /// <returns>[batch, hidden], and what has been shown by now.</returns>
    public (torch.Tensor State, KeysAndValues Shown) Step(torch.Tensor state, RotaryPositions position, KeysAndValues before)
    {
        var (query, shown) = Read(_inputs.Forward(state).unsqueeze(0), position);
        var all = before.Append(shown);
        var attended = Attend(query, all, new AttentionMask(Allowed: null, IsCausal: false));
        return (_outputs.Forward(attended.squeeze(0)), all);
    }

    private static torch.Tensor Attend(torch.Tensor queries, KeysAndValues shown, AttentionMask mask)
    {
        var attended = torch.nn.functional.scaled_dot_product_attention(
            queries, shown.Keys, shown.Values, mask.Allowed!, 0, mask.IsCausal);
        return attended.permute(2, 0, 1, 3).flatten(2);
    }

    /// <summary>The queries, [batch, heads, time, features], and what the positions show.</summary>
    private (torch.Tensor Queries, KeysAndValues Shown) Read(torch.Tensor inputs, RotaryPositions positions)
    {
        var heads = inputs.view(inputs.shape[0], inputs.shape[1], 3 * _heads, -1);
        var turned = positions.Turn(heads.narrow(2, 0, 2 * _heads)).permute(1, 2, 0, 3);
        var values = heads.narrow(2, 2 * _heads, _heads).permute(1, 2, 0, 3);
        return (turned.narrow(1, 0, _heads), new KeysAndValues(turned.narrow(1, _heads, _heads), values));
    }

    private KeysAndValues Memory(torch.Tensor context)
    {
        var both = _memory!.Forward(context).view(context.shape[0], 2 * _heads, 1, -1);
        return new KeysAndValues(both.narrow(1, 0, _heads), both.narrow(1, _heads, _heads));
    }
}

using TextVae.Batches;
using TorchSharp;

namespace TextVae.Networks;

/// <summary>How the encoder's states become one vector (F in §5.3 of the paper).</summary>
public enum SummaryKind
{
    /// <summary>The mean of the states over the real positions.</summary>
    Mean,

    /// <summary>The final states: the forward one after the last word, the backward one after the first.</summary>
    Last,

    /// <summary>The mean of the states with weights that the states and the words give, <see cref="Networks.Attention"/>.</summary>
    Attention,

    /// <summary>The largest value of each feature over the real positions, as the authors' code sums up convolutions.</summary>
    Max,
}

/// <summary>The summaries of encoder states that have no parameters. Padding never takes part.</summary>
internal static class Summary
{
    /// <summary>Summarises states.</summary>
    /// <param name="kind">Which summary.</param>
    /// <param name="states">[time, batch, hidden], zeros at padding.</param>
    /// <param name="batch">The batch the states belong to.</param>
    /// <param name="isBidirectional">Whether the second half of the features is that of a backward direction; only the
    /// last state asks.</param>
    /// <returns>[batch, hidden].</returns>
    /// <exception cref="ArgumentOutOfRangeException">The kind is attention, which has parameters.</exception>
    public static torch.Tensor Of(SummaryKind kind, torch.Tensor states, Batch batch, bool isBidirectional = true) => kind switch
    {
        SummaryKind.Mean => states.sum([0L]) / batch.LengthTensor.unsqueeze(1),
        SummaryKind.Last => Last(states, batch, isBidirectional),
        SummaryKind.Max => states.MaskedFill(batch.Mask.logical_not().unsqueeze(2), double.NegativeInfinity).amax([0L]),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    private static torch.Tensor Last(torch.Tensor states, Batch batch, bool isBidirectional)
    {
        var ofForward = isBidirectional ? states.shape[2] / 2 : states.shape[2];
        var final = batch.LengthTensor.to(torch.ScalarType.Int64).Minus(1).view(1, -1, 1).expand(1, -1, ofForward);
        var forward = states.narrow(2, 0, ofForward).gather(0, final).squeeze(0);
        return isBidirectional ? torch.cat([forward, states.narrow(2, ofForward, ofForward)[0]], 1) : forward;
    }
}

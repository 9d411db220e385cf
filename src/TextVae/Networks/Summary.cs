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
}

/// <summary>The summaries of encoder states. Padding never takes part.</summary>
public static class Summary
{
    /// <summary>Summarises the states of both directions.</summary>
    /// <param name="kind">Which summary.</param>
    /// <param name="states">[time, batch, hidden], the forward direction in the first half of the features, zeros at padding.</param>
    /// <param name="batch">The batch the states belong to.</param>
    /// <returns>[batch, hidden].</returns>
    public static torch.Tensor Of(SummaryKind kind, torch.Tensor states, Batch batch) => kind switch
    {
        SummaryKind.Mean => Mean(states, batch),
        SummaryKind.Last => Last(states, batch),
        _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, message: null),
    };

    private static torch.Tensor Mean(torch.Tensor states, Batch batch) =>
        states.sum([0L]) / batch.LengthTensor.unsqueeze(1);

    private static torch.Tensor Last(torch.Tensor states, Batch batch)
    {
        var half = states.shape[2] / 2;
        var final = (batch.LengthTensor.to(torch.ScalarType.Int64) - 1).view(1, -1, 1).expand(1, -1, half);
        var forward = states.narrow(2, 0, half).gather(0, final).squeeze(0);
        var backward = states.narrow(2, half, half)[0];
        return torch.cat([forward, backward], 1);
    }
}

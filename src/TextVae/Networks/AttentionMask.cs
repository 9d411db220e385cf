using TextVae.Networks.Kernels;
using TorchSharp;

namespace TextVae.Networks;

/// <summary>
/// Which positions a position may attend to. Each has at least one, padding among them, so that no softmax is over nothing.
/// </summary>
/// <param name="Allowed">True where it may, bool [positions, attended] or [batch, 1, 1, attended]; null where all may or
/// <paramref name="IsCausal"/> says it.</param>
/// <param name="IsCausal">Whether a position sees itself and those before it, where none other stands before them.</param>
internal sealed record AttentionMask(torch.Tensor? Allowed, bool IsCausal)
{
    /// <summary>Each position sees itself and those before it. Padding comes after them, so nobody sees it.</summary>
    /// <param name="words">What is read.</param>
    /// <param name="hasMemory">Whether one more stands before them all, for all to see.</param>
    public static AttentionMask OfEarlier(SequenceInputs words, bool hasMemory)
    {
        if (!hasMemory)
            return new AttentionMask(Allowed: null, IsCausal: true);
        var all = torch.ones(words.Time, words.Time + 1, torch.ScalarType.Bool, words.Vectors.device);
        return new AttentionMask(all.tril(1), IsCausal: false);
    }

    /// <summary>Each position sees all those that are no padding.</summary>
    /// <param name="words">What is read.</param>
    /// <param name="hasMemory">As of <see cref="OfEarlier"/>.</param>
    public static AttentionMask OfReal(SequenceInputs words, bool hasMemory)
    {
        if (words.Lengths.All(length => length == words.Time))
            return new AttentionMask(Allowed: null, IsCausal: false);
        var real = Recurrence.Mask(words.Lengths, words.Time, words.Vectors).to(torch.ScalarType.Bool).squeeze(2).t();
        if (hasMemory)
            real = torch.cat([torch.ones(real.shape[0], 1, torch.ScalarType.Bool, real.device), real], 1);
        return new AttentionMask(real.unsqueeze(1).unsqueeze(1), IsCausal: false);
    }
}

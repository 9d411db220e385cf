using TextVae.Distributed;
using TorchSharp;

namespace TextVae.Networks;

/// <summary>
/// Dropout (Srivastava et al. 2014): each number becomes zero with a probability, and the others are divided by the rest of
/// it, so that the mean stays. What is dropped comes from torch's generator, which a step of training seeds.
/// </summary>
internal static class Dropout
{
    /// <summary>Drops numbers of states.</summary>
    /// <param name="values">[time, batch, features]; each number is dropped by itself.</param>
    /// <param name="share">The probability, from 0 to 1, 1 excluded.</param>
    /// <param name="isTraining">Whether a step of training is made; nothing is dropped otherwise.</param>
    /// <returns>A tensor of the same shape; the same one where nothing is dropped.</returns>
    public static torch.Tensor Of(torch.Tensor values, double share, bool isTraining) =>
        isTraining && share > 0 ? StepNoise.DropOfStates(values, share) : values;

    /// <summary>Drops numbers of weights, of any shape.</summary>
    /// <inheritdoc cref="Of(torch.Tensor, double, bool)"/>
    public static torch.Tensor OfWeights(torch.Tensor values, double share, bool isTraining) =>
        isTraining && share > 0 ? StepNoise.Drop(values, share) : values;

    /// <summary>
    /// Drops features of what is read at each position by itself, so that a word that stands twice loses others each time.
    /// </summary>
    public static SequenceInputs Of(SequenceInputs words, double share, bool isTraining)
    {
        if (!isTraining || share <= 0)
            return words;
        var single = SequenceInputs.OfStates(words.Steps(), words.Lengths);
        return single with { Vectors = StepNoise.DropOfPositions(single.Vectors, share) };
    }
}

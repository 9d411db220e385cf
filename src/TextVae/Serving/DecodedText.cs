using TextVae.Generation;

namespace TextVae;

/// <summary>A text that a model has written.</summary>
/// <param name="Text">The text.</param>
/// <param name="LogProbability">ln p(x|z) of it under the model, its end included, nats; ln p(x) for a language model.</param>
public sealed record DecodedText(string Text, double LogProbability)
{
    /// <summary>All texts that were found of the vector, this one first; more than one only where
    /// <see cref="DecodingOptions.Hypotheses"/> asks for them.</summary>
    public IReadOnlyList<DecodedText> Hypotheses { get; init; } = [];

    /// <summary>Its word ids.</summary>
    internal int[] Words { get; init; } = [];

    /// <summary>The text alone.</summary>
    public override string ToString() => Text;

    internal static DecodedText Of((string Text, GeneratedText Found)[] found)
    {
        DecodedText[] all = [.. found.Select(one => new DecodedText(one.Text, one.Found.LogProbability) { Words = one.Found.Words })];
        return all[0] with { Hypotheses = all };
    }
}

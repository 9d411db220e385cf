using TextVae.Models;
using TextVae.Native;

namespace TextVae.Benchmarks;

/// <summary>Counts and times what a decoding strategy asks of its texts.</summary>
internal sealed class MeasuredTexts(UnfinishedTexts texts) : UnfinishedTexts
{
    /// <summary>Words read so far.</summary>
    public long Tokens { get; private set; }

    public override int Count => texts.Count;

    public override int Words => texts.Words;

    public override void Step(int[] parents, int[] words)
    {
        using var lap = StepClock.Measure(StepPart.Decoder);
        texts.Step(parents, words);
        Tokens += words.Length;
    }

    public override RankedWords Rank(int count)
    {
        using var lap = StepClock.Measure(StepPart.Softmax);
        return texts.Rank(count);
    }

    public override float[] LogProbabilities()
    {
        using var lap = StepClock.Measure(StepPart.Softmax);
        return texts.LogProbabilities();
    }

    public override float[] LogProbabilitiesOf(int word)
    {
        using var lap = StepClock.Measure(StepPart.Softmax);
        return texts.LogProbabilitiesOf(word);
    }

    public override void Dispose() => texts.Dispose();
}

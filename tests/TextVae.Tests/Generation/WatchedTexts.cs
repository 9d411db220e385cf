using TextVae.Models;

namespace TextVae.Tests.Generation;

/// <summary>Keeps what a strategy asks of its texts, and tells of every step.</summary>
internal sealed class WatchedTexts(UnfinishedTexts texts, Action<int>? afterStep = null) : UnfinishedTexts
{
    /// <summary>Steps that were taken.</summary>
    public int Steps { get; private set; }

    /// <summary>How many words of each text were asked for, once a call.</summary>
    public List<int> Asked { get; } = [];

    public override int Count => texts.Count;

    public override int Words => texts.Words;

    public override void Step(int[] parents, int[] words)
    {
        texts.Step(parents, words);
        afterStep?.Invoke(++Steps);
    }

    public override RankedWords Rank(int count)
    {
        Asked.Add(count);
        return texts.Rank(count);
    }

    public override float[] LogProbabilities()
    {
        Asked.Add(Words);
        return texts.LogProbabilities();
    }

    public override float[] LogProbabilitiesOf(int word)
    {
        Asked.Add(1);
        return texts.LogProbabilitiesOf(word);
    }

    public override void Dispose() => texts.Dispose();
}

using TextVae.Corpus;

namespace TextVae.Generation;

/// <summary>An unfinished text, as a chain from its last word to its first.</summary>
/// <param name="Before">It without its last word; null where there is none.</param>
/// <param name="LastWord">Its last word; the start token where there is none.</param>
/// <param name="Length">Words.</param>
/// <param name="LogProbability">ln p of them.</param>
/// <param name="Met">Which of the required words it has.</param>
internal sealed record Hypothesis(Hypothesis? Before, int LastWord, int Length, double LogProbability, ulong Met = 0)
{
    /// <summary>The text without words.</summary>
    public static Hypothesis Empty { get; } = new(null, Vocabulary.Start, 0, 0);

    public int[] Words()
    {
        var words = new int[Length];
        var hypothesis = this;
        for (var i = Length - 1; i >= 0; i--)
        {
            words[i] = hypothesis.LastWord;
            hypothesis = hypothesis.Before!;
        }

        return words;
    }
}

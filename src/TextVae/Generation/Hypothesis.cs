namespace TextVae.Generation;

/// <summary>An unfinished text, as a chain from its last word to its first.</summary>
internal sealed record Hypothesis(Hypothesis? Before, int LastWord, int Length, double LogProbability)
{
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

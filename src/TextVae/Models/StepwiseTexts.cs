using TextVae.Corpus;

namespace TextVae.Models;

/// <summary>Texts that grow by a word a step until each has ended.</summary>
internal static class StepwiseTexts
{
    /// <summary>Takes step after step; texts that have ended cost nothing any more.</summary>
    /// <param name="texts">Where they begin: they have read nothing yet.</param>
    /// <param name="choose">The next word of each text that goes on, given their numbers; ends every text at some time.</param>
    /// <returns>Word ids of each text, without the end token.</returns>
    public static int[][] Complete(UnfinishedTexts texts, Func<int[], int[]> choose)
    {
        var words = Enumerable.Range(0, texts.Count).Select(_ => new List<int>()).ToArray();
        int[] active = [.. Enumerable.Range(0, words.Length)];
        int[] parents = [.. active];
        int[] read = [.. Enumerable.Repeat(Vocabulary.Start, words.Length)];
        while (active.Length > 0)
        {
            texts.Step(parents, read);
            var next = choose(active);
            parents = [.. Enumerable.Range(0, next.Length).Where(row => next[row] != Vocabulary.End)];
            read = [.. parents.Select(row => next[row])];
            active = [.. parents.Select(row => active[row])];
            foreach (var (text, word) in active.Zip(read))
                words[text].Add(word);
        }

        return Array.ConvertAll(words, text => text.ToArray());
    }
}

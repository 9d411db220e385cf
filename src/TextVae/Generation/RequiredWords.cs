using System.Numerics;

namespace TextVae.Generation;

/// <summary>Words that a text has to have, each at least once. Which of them it has is a set of bits.</summary>
/// <param name="words">Their ids, none twice.</param>
internal sealed class RequiredWords(IReadOnlyList<int> words)
{
    /// <summary>The most that there can be.</summary>
    public const int Most = 64;

    /// <summary>How many.</summary>
    public int Count => words.Count;

    /// <summary>Those that a text has once it has another word.</summary>
    public ulong With(ulong met, int word)
    {
        for (var i = 0; i < words.Count; i++)
        {
            if (words[i] == word)
                return met | (1UL << i);
        }

        return met;
    }

    /// <summary>The ids of those that a text still misses.</summary>
    public IEnumerable<int> Missing(ulong met) => words.Where((_, i) => (met & (1UL << i)) == 0);

    /// <summary>How many of them a text has.</summary>
    public static int CountOf(ulong met) => BitOperations.PopCount(met);
}

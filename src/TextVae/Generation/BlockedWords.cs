using System.Runtime.InteropServices;

namespace TextVae.Generation;

/// <summary>Words that may not follow a text.</summary>
/// <param name="always">Those that may follow none of its length.</param>
/// <param name="repeats">Those that would repeat what it has; null for none.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly struct BlockedWords(HashSet<int> always, HashSet<int>? repeats)
{
    /// <summary>At least as many as there are.</summary>
    public int Most => always.Count + (repeats?.Count ?? 0);

    /// <summary>Whether a word is one of them.</summary>
    public bool Contains(int word) => always.Contains(word) || repeats?.Contains(word) == true;

    /// <summary>Takes all probability from them.</summary>
    /// <param name="logProbabilities">ln p of every word.</param>
    public void Remove(Span<float> logProbabilities)
    {
        foreach (var word in always)
            logProbabilities[word] = float.NegativeInfinity;
        foreach (var word in repeats ?? [])
            logProbabilities[word] = float.NegativeInfinity;
    }
}

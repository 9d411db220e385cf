namespace TextVae.Evaluation.NGrams;

/// <summary>
/// All n-grams of one length, in order: those that share their first words lie together, as the children of the n-gram of
/// these. Twelve bytes each.
/// </summary>
internal sealed class NGramLevel
{
    /// <summary>The last word of each.</summary>
    public required int[] Words { get; init; }

    /// <summary>How much each counts.</summary>
    public required int[] Counts { get; init; }

    /// <summary>Where the children of each begin in the next level; one more, where those of the last end.</summary>
    public required int[] FirstChildren { get; init; }

    /// <summary>How many n-grams there are.</summary>
    public int Length => Words.Length;

    /// <summary>The places in the next level of the n-grams that go on from one of this.</summary>
    public Range ChildrenOf(int node) => FirstChildren[node]..FirstChildren[node + 1];

    /// <summary>The place among some n-grams of that which ends in a word; below 0 if none does.</summary>
    public int Find(Range among, int word) =>
        Array.BinarySearch(Words, among.Start.Value, among.End.Value - among.Start.Value, word);
}

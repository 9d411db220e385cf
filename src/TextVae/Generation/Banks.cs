namespace TextVae.Generation;

/// <summary>
/// How the places of a beam are shared out among hypotheses with different numbers of required words (dynamic beam allocation,
/// Post and Vilar 2018), so that those which have more of them, and are less probable for it, are not crowded out.
/// </summary>
internal static class Banks
{
    /// <summary>
    /// Every number of words has as many places, and what is left over has that of all of them. Places that a bank cannot fill
    /// go to the one with a word less, and from the lowest to the highest.
    /// </summary>
    /// <param name="width">Places of the beam.</param>
    /// <param name="waiting">How many continuations have 0, 1, ... and all of the words.</param>
    /// <returns>Places of each bank, never more than continuations; their sum is the width or the number of all continuations,
    /// whichever is less.</returns>
    public static int[] Sizes(int width, IReadOnlyList<int> waiting)
    {
        var sizes = new int[waiting.Count];
        Array.Fill(sizes, width / sizes.Length);
        sizes[^1] += width % sizes.Length;
        // Once down moves what the upper banks cannot fill, and what the lowest cannot fill goes round once more.
        for (var round = 0; round < 2; round++)
        {
            for (var bank = sizes.Length - 1; bank >= 0; bank--)
            {
                var spare = Math.Max(0, sizes[bank] - waiting[bank]);
                sizes[bank] -= spare;
                sizes[bank > 0 ? bank - 1 : ^1] += spare;
            }
        }

        for (var bank = 0; bank < sizes.Length; bank++)
            sizes[bank] = Math.Min(sizes[bank], waiting[bank]);
        return sizes;
    }
}

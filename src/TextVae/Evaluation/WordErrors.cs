namespace TextVae.Evaluation;

/// <summary>Word error rate: how many words have to be changed to make the references of texts.</summary>
internal static class WordErrors
{
    /// <summary>
    /// The fewest words put in, left out or exchanged that turn each text into its reference (Levenshtein's distance over
    /// words), over the words of all references; above 1 where texts are much too long. 0 where no reference has a word
    /// and no text either.
    /// </summary>
    /// <param name="texts">The word ids of each text.</param>
    /// <param name="references">Those of each reference, in the same order.</param>
    /// <exception cref="ArgumentException">There are not as many references as texts.</exception>
    public static double Rate(IReadOnlyList<int[]> texts, IReadOnlyList<int[]> references)
    {
        if (texts.Count != references.Count)
            throw new ArgumentException($"There are {texts.Count} texts and {references.Count} references.", nameof(references));
        var errors = texts.Zip(references, Distance).Sum();
        return errors == 0 ? 0 : errors / (double)references.Sum(reference => (long)reference.Length);
    }

    private static long Distance(int[] text, int[] reference)
    {
        var row = new int[reference.Length + 1];
        for (var j = 0; j < row.Length; j++)
            row[j] = j;
        for (var i = 0; i < text.Length; i++)
        {
            var diagonal = row[0]++;
            for (var j = 1; j < row.Length; j++)
            {
                var exchanged = diagonal + (text[i] == reference[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(exchanged, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}

namespace TextVae.Evaluation;

/// <summary>BLEU-4 over words, from 0 to 100 (Papineni et al. 2002).</summary>
internal static class Bleu
{
    /// <summary>
    /// Corpus BLEU-4 of texts with one reference each: the counts of all texts are summed before anything is divided. It is
    /// sacrebleu's on the same words, with its smoothing ("exp").
    /// </summary>
    /// <param name="texts">The words of each text, as ids.</param>
    /// <param name="references">The words of each reference, in the same order.</param>
    /// <exception cref="ArgumentException">There are not as many references as texts.</exception>
    public static double OfCorpus(IReadOnlyList<int[]> texts, IReadOnlyList<int[]> references)
    {
        if (texts.Count != references.Count)
            throw new ArgumentException($"There are {texts.Count} texts and {references.Count} references.", nameof(references));
        var counts = new BleuCounts();
        foreach (var (text, reference) in texts.Zip(references))
        {
            var ofReference = Enumerable.Range(1, BleuCounts.MaximumOrder)
                .SelectMany(order => NGram.CountBy(reference, order)).ToDictionary();
            counts.Add(text, reference.Length, gram => ofReference.GetValueOrDefault(gram));
        }

        return counts.Score(isEffectiveOrder: false);
    }
}

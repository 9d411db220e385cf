namespace TextVae.Evaluation;

/// <summary>
/// What BLEU-4 is computed from (Papineni et al. 2002): for n-grams of 1 to 4 words how many there are and how many of them
/// the references have, and both lengths. Counts of several texts add up, which makes corpus BLEU.
/// </summary>
internal sealed class BleuCounts
{
    /// <summary>The longest n-grams that count.</summary>
    public const int MaximumOrder = 4;

    private readonly long[] _matches = new long[MaximumOrder];
    private readonly long[] _totals = new long[MaximumOrder];
    private long _length;
    private long _referenceLength;

    /// <summary>Takes up one text.</summary>
    /// <param name="text">Its words.</param>
    /// <param name="referenceLength">The length of its reference, or of the closest one.</param>
    /// <param name="referenceCount">How often an n-gram is in the reference that has it most often.</param>
    public void Add(int[] text, int referenceLength, Func<NGram, int> referenceCount)
    {
        _length += text.Length;
        _referenceLength += referenceLength;
        for (var order = 1; order <= MaximumOrder; order++)
        {
            foreach (var (gram, count) in NGram.CountBy(text, order))
            {
                _totals[order - 1] += count;
                _matches[order - 1] += Math.Min(count, referenceCount(gram));
            }
        }
    }

    /// <summary>
    /// 100 · BP · (p₁ p₂ p₃ p₄)^¼ with the brevity penalty BP = exp(1 − reference length / length) of what is too short, as
    /// sacrebleu has it. Its smoothing too: the k-th order without a match counts as having 1/2ᵏ of one; without any match
    /// at all the score is 0.
    /// </summary>
    /// <param name="isEffectiveOrder">Whether orders that the text is too short for are left out, as sacrebleu does for single
    /// sentences; else they make the score 0.</param>
    public double Score(bool isEffectiveOrder)
    {
        if (_matches[0] == 0)
            return 0;
        var orders = isEffectiveOrder ? _totals.Count(total => total > 0) : MaximumOrder;
        var (sum, smallest) = (0.0, 1.0);
        for (var order = 0; order < orders; order++)
        {
            if (_totals[order] == 0)
                return 0;
            var matches = _matches[order] > 0 ? _matches[order] : smallest /= 2;
            sum += Math.Log(matches / _totals[order]);
        }

        var brevity = Math.Min(0, 1 - ((double)_referenceLength / _length));
        return 100 * Math.Exp(brevity + (sum / orders));
    }
}

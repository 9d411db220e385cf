namespace TextVae.Evaluation;

/// <summary>Distinct-n (Li et al. 2016): how many different n-grams texts have, beside their words.</summary>
internal static class Distinct
{
    /// <summary>The different n-grams of all texts together over the words of all texts; 0 where there is no word.</summary>
    /// <param name="texts">The words of each text, as ids.</param>
    /// <param name="order">n, from 1 to 4.</param>
    /// <exception cref="ArgumentOutOfRangeException">n is none of these.</exception>
    public static double Share(IReadOnlyList<int[]> texts, int order)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, BleuCounts.MaximumOrder);
        var words = texts.Sum(text => (long)text.Length);
        return words == 0 ? 0 : texts.SelectMany(text => NGram.Of(text, order)).Distinct().LongCount() / (double)words;
    }
}

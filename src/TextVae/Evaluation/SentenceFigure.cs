namespace TextVae.Evaluation;

/// <summary>
/// A figure of a split with the influence of each sentence on it: to first order, the figure of other sentences is off by the
/// mean of their influences (the delta method). Its standard error is then that of a mean, and so is that of the
/// difference between two models, sentence by sentence.
/// </summary>
/// <param name="Name">As in `evaluate --json`.</param>
/// <param name="Value">The figure.</param>
/// <param name="Influences">One of each sentence, with a mean of 0.</param>
internal sealed record SentenceFigure(string Name, double Value, double[] Influences)
{
    /// <summary>The standard error over sentences; null where there is one alone.</summary>
    public double? StandardError => StandardErrorOf(Influences);

    /// <summary>A mean over sentences.</summary>
    public static SentenceFigure Mean(string name, double[] values)
    {
        var mean = values.Average();
        return new SentenceFigure(name, mean, Array.ConvertAll(values, value => value - mean));
    }

    /// <summary>
    /// A perplexity, exp(Σ nll / Σ tokens). Sentences differ in length, so both sums vary, and together: of a ratio R = Σ n / Σ t
    /// the influence of a sentence is (n − R t) / mean t, and exp stretches it by its derivative.
    /// </summary>
    public static SentenceFigure Perplexity(string name, double[] nll, double[] tokens)
    {
        var meanTokens = tokens.Average();
        var rate = nll.Average() / meanTokens;
        var perplexity = Math.Exp(rate);
        return new SentenceFigure(
            name, perplexity, [.. nll.Zip(tokens, (n, t) => perplexity * (n - (rate * t)) / meanTokens)]);
    }

    /// <summary>The difference from the same figure of another model on the same sentences.</summary>
    public PairedDifference Minus(SentenceFigure other) =>
        PairedDifference.Of(Name, Value, other.Value, StandardErrorOf([.. Influences.Zip(other.Influences, (own, its) => own - its)]));

    private static double? StandardErrorOf(double[] influences) => influences.Length > 1
        ? Math.Sqrt(influences.Sum(influence => influence * influence) / influences.Length / (influences.Length - 1))
        : null;
}

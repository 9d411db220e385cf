namespace TextVae.Reproduction;

/// <summary>
/// A figure that systems are compared in. All are nats a token, so that one tolerance serves them all: 0.01 is one per cent
/// of a perplexity.
/// </summary>
/// <param name="Name">What it is called on the page.</param>
/// <param name="Of">Its value in a result.</param>
internal sealed record Measure(string Name, Func<SystemResult, double> Of)
{
    /// <summary>Figure 3a: the logarithm of the conditional perplexity.</summary>
    public static Measure ConditionalPerplexity { get; } = new(
        "ln perplexity_conditional", result => PerToken(result, result.Figures.Reconstruction));

    /// <summary>Figure 3b: the KL term.</summary>
    public static Measure Kl { get; } = new("kl a token", result => PerToken(result, result.Figures.Kl));

    /// <summary>Figure 3c: the negative log-likelihood, exact for the language model and an upper bound for the others.</summary>
    public static Measure Likelihood { get; } = new("nll_bound a token", result => PerToken(result, result.Figures.NllBound));

    private static double PerToken(SystemResult result, double perSentence) =>
        perSentence * result.Figures.Sentences / result.Figures.Tokens;
}

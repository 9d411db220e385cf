namespace TextVae.Evaluation;

/// <summary>
/// A posterior predictive check (Rubin 1984; Gelman, Meng and Stern 1996): where a figure of real texts lies among those of sets
/// that the model could have written.
/// </summary>
/// <param name="Check">What the figure is: <c>length_mean</c>, ..., or <c>bigram</c> with its words.</param>
/// <param name="Real">The figure of the real texts.</param>
/// <param name="Sampled">That of all sampled texts together.</param>
/// <param name="Low">What 2.5 % of the replicated sets stay below.</param>
/// <param name="High">What 2.5 % of them exceed.</param>
/// <param name="P">Twice the smaller share of replicated sets with at least or at most the real figure: small where the model
/// would hardly write texts like the real ones.</param>
public sealed record PredictiveCheck(string Check, double Real, double Sampled, double Low, double High, double P);

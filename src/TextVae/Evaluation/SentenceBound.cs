namespace TextVae.Evaluation;

/// <summary>What was measured of one sentence, in nats.</summary>
/// <param name="Tokens">Its predicted tokens: its words and the end token.</param>
/// <param name="Reconstruction">E_q[−ln p(x|z)], the mean over samples; −ln p(x) for a language model.</param>
/// <param name="Kl">KL(q(z|x) ‖ p(z)); 0 for a language model.</param>
/// <param name="Weighted">The importance-weighted estimate, where it was asked for.</param>
/// <param name="Information">E_q[ln q_MI(z|x) − ln p(z)], the mean over samples, where the model has q_MI.</param>
public sealed record SentenceBound(
    int Tokens, double Reconstruction, double Kl, ImportanceEstimate? Weighted = null, double? Information = null);

/// <summary>The importance-weighted estimate of one sentence.</summary>
/// <param name="NegativeLogLikelihood">−ln (1/k) Σ w_i, nats.</param>
/// <param name="EffectiveSamples">(Σ w)² / Σ w², between 1 and k.</param>
public sealed record ImportanceEstimate(double NegativeLogLikelihood, double EffectiveSamples)
{
    /// <summary>The estimates of 1, 2, 4, … and k samples from the same weights, nats; the last is
    /// <see cref="NegativeLogLikelihood"/>.</summary>
    public IReadOnlyList<double> Curve { get; init; } = [];
}

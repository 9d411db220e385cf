using System.Text.Json.Serialization;

namespace TextVae.Evaluation;

/// <summary>
/// The figures of a model on a split, in nats. A token is a predicted word or an end token, never the start token or
/// padding. No word dropout, no annealed weight and no noise beside the posterior's is in any of them.
/// </summary>
public sealed record EvaluationReport
{
    /// <summary>Sentences of the split; every one is counted.</summary>
    public required int Sentences { get; init; }

    /// <summary>Predicted tokens of the split.</summary>
    public required long Tokens { get; init; }

    /// <summary>Posterior samples a sentence behind <see cref="Reconstruction"/>; 0 for a language model.</summary>
    public required int Samples { get; init; }

    /// <summary>Mean over sentences of E_q[−ln p(x|z)].</summary>
    public required double Reconstruction { get; init; }

    /// <summary>Mean over sentences of KL(q(z|x) ‖ p(z)), in closed form.</summary>
    public required double Kl { get; init; }

    /// <summary>Equation 3: reconstruction + kl, an upper bound on the negative log-likelihood a sentence; the exact value
    /// for a language model.</summary>
    public double NllBound => Reconstruction + Kl;

    /// <summary>exp(reconstruction · sentences / tokens), the paper's figure 3a.</summary>
    public double PerplexityConditional => Math.Exp(Reconstruction * Sentences / Tokens);

    /// <summary>exp(nll_bound · sentences / tokens).</summary>
    public double Perplexity => Math.Exp(NllBound * Sentences / Tokens);

    /// <summary>
    /// The importance-weighted estimate of the negative log-likelihood a sentence (Burda et al. 2016),
    /// −ln (1/k) Σ p(x, z_i) / q(z_i|x): in expectation a bound too, and a tighter one for every larger k. Null where it
    /// was not asked for, and for a language model.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NllIw { get; init; }

    /// <summary>k of <see cref="NllIw"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? IwSamples { get; init; }

    /// <summary>The mean over sentences of the effective sample size, (Σ w)² / Σ w², between 1 and k.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? IwEss { get; init; }

    /// <summary>exp(nll_iw · sentences / tokens).</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? PerplexityIw => NllIw is { } nll ? Math.Exp(nll * Sentences / Tokens) : null;

    /// <summary><see cref="NllIw"/> of 1, 2, 4, … and k samples out of the same k, so that it can be seen whether more would
    /// change it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IwCurvePoint>? IwCurve { get; init; }

    /// <summary>
    /// I_q(x; z) = E[ln q(z|x) − ln q(z)] against the aggregate posterior of the split, q(z) = (1/N) Σ q(z|x_n), all N sentences
    /// of it (Hoffman and Johnson 2016). Null for a language model.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MutualInformation { get; init; }

    /// <summary>ln N, which <see cref="MutualInformation"/> cannot exceed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MutualInformationCeiling { get; init; }

    /// <summary>KL(q(z) ‖ p(z)) of the aggregate posterior; with <see cref="MutualInformation"/> it sums to
    /// <see cref="Kl"/>, but for the noise of the samples.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MarginalKl { get; init; }

    /// <summary>
    /// Latent dimensions whose posterior mean has a variance over sentences above 0.01 of the prior's, which is 1 for N(0, I) (Burda et al.
    /// 2016).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? ActiveUnits { get; init; }

    /// <summary>Latent dimensions.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Latent { get; init; }

    /// <summary>
    /// Equation 8 with z ~ q(z|x) of the split's sentences: the mean over sentences of E_q[ln q_MI(z|x) − ln p(z)], at most the information
    /// between z and the decoder's states under teacher forcing and KL(q(z) ‖ p(z)) together. Null where the model has no q_MI.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MiBound { get; init; }

    /// <summary>What each dimension of z has of <see cref="Kl"/>, nats; with a learnt prior the KL of each by itself, whose sum is
    /// another. Null for a language model.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<double>? KlPerDimension { get; init; }

    /// <summary>The standard error over sentences of each figure, by its name in `evaluate --json`; null where there is one sentence
    /// alone.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, double>? StandardErrors { get; init; }
}

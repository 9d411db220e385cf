namespace TextVae.Evaluation.Diagnosis;

/// <summary>Where a figure becomes a finding, and why just there.</summary>
internal static class Thresholds
{
    /// <summary>
    /// Nats a sentence below which z says nothing. Since I_q(x; z) ≤ KL, 0.1 nats are about a seventh of a bit: too little to tell
    /// two kinds of texts apart. Models called collapsed in the literature have 0.0 to 0.1 (Bowman et al. 2016, He et al. 2019);
    /// the paper's own baseline has 0.48 and reconstructs single phrases.
    /// </summary>
    public const double Collapsed = 0.1;

    /// <summary>Nats a sentence below which z says little: one nat tells e ≈ 2.7 kinds of texts apart, less than the stars of a
    /// review.</summary>
    public const double Weak = 1;

    /// <summary>
    /// σ² of q(z|x), a mean over sentences, above which a dimension is wider than the prior. By the law of total variance
    /// that of q(z) is E[σ²] + Var[μ], and the prior's is 1: from 1 on q(z) cannot be the prior, and the KL of the width,
    /// ½ (σ² − 1 − ln σ²), is paid for nothing (Hoffman and Johnson 2016). A tenth more, so that a dimension that has just settled
    /// on the prior is not one.
    /// </summary>
    public const double WideVariance = 1.1;

    /// <summary>The share of the KL that KL(q(z) ‖ p(z)) may have: that part is paid without telling anything of x (Hoffman and
    /// Johnson 2016), and samples of the prior fall where the decoder was not trained (Rosca et al. 2018).</summary>
    public const double MarginalShare = 0.25;

    /// <summary>Nats of KL(q(z) ‖ p(z)) that are never a finding: a density ratio of e on average.</summary>
    public const double MarginalKl = 1;

    /// <summary>Nats below its ceiling ln N at which the estimate of I_q(x; z) is cut off by it, so that the marginal KL, what is left of
    /// the KL, is not to be trusted (He et al. 2019 measure it in batches, where it always is).</summary>
    public const double CeilingMargin = 1;

    /// <summary>The share of the gain a token has in the first places below which the rest of a text gains nothing. Bosc and Vincent
    /// (2020) show that z of such models often holds the first words and the length alone.</summary>
    public const double PrefixShare = 0.1;

    /// <summary>Nats a token that the first places have to gain for the rest to be compared with them.</summary>
    public const double PrefixGain = 0.05;

    /// <summary>Nats a token from which on the rest of a text does use z, whatever the first places gain: its perplexity would be a
    /// tenth higher without.</summary>
    public const double PrefixHeard = 0.1;

    /// <summary>The share of all tokens that has to lie behind a prefix for it to be one.</summary>
    public const double PrefixRest = 0.25;

    /// <summary>Evaluations before the first one can be called the best of them.</summary>
    public const int Evaluations = 3;
}

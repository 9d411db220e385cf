namespace TextVae.Evaluation.Diagnosis;

/// <summary>
/// What is known of an autoencoder when it is diagnosed: plain figures, whoever measured them. What was not measured is null,
/// and nothing is found by it. Nats a sentence unless something else is said.
/// </summary>
internal sealed record DiagnosisFigures
{
    /// <summary>Mean over sentences of KL(q(z|x) ‖ p(z)).</summary>
    public required double Kl { get; init; }

    /// <summary>Dimensions of z.</summary>
    public required int Latent { get; init; }

    /// <summary>I_q(x; z) against the aggregate posterior of the measured sentences.</summary>
    public double? MutualInformation { get; init; }

    /// <summary>ln N, the most that <see cref="MutualInformation"/> can be with N sentences.</summary>
    public double? MutualInformationCeiling { get; init; }

    /// <summary>KL(q(z) ‖ p(z)) of the aggregate posterior.</summary>
    public double? MarginalKl { get; init; }

    /// <summary>
    /// Dimensions whose posterior mean has a variance over sentences above 0.01 of the prior's, which is 1 for N(0, I) (Burda et al. 2016).
    /// </summary>
    public int? ActiveUnits { get; init; }

    /// <summary>The KL of each dimension, [latent].</summary>
    public IReadOnlyList<double>? KlByDimension { get; init; }

    /// <summary>What decoding from own and from other sentences' z has shown.</summary>
    public LatentUse? Use { get; init; }

    /// <summary>The step of the saved model.</summary>
    public long? BestStep { get; init; }

    /// <summary>The step of the first evaluation.</summary>
    public long? FirstEvaluation { get; init; }

    /// <summary>Evaluations so far.</summary>
    public int? Evaluations { get; init; }
}

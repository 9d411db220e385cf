namespace TextVae.Evaluation.Diagnosis;

/// <summary>
/// What z is worth to the decoder: the same sentences decoded under teacher forcing from their own z ~ q(z|x), and from that of
/// another sentence. What a decoder gains from z is what it loses by the exchange.
/// </summary>
public sealed record LatentUse
{
    /// <summary>Sentences that were measured.</summary>
    public required int Sentences { get; init; }

    /// <summary>Mean over sentences of KL(q(z|x) ‖ p(z)), nats.</summary>
    public required double Kl { get; init; }

    /// <summary>Mean over sentences of −ln p(x|z) with their own z, nats.</summary>
    public required double Reconstruction { get; init; }

    /// <summary>The same with the z of another sentence.</summary>
    public required double ReconstructionShuffled { get; init; }

    /// <summary>What the exchange costs, nats a sentence: 0 where the decoder ignores z.</summary>
    public double Gain => ReconstructionShuffled - Reconstruction;

    /// <summary>The standard error over sentences of <see cref="Gain"/>, a paired difference.</summary>
    public required double GainError { get; init; }

    /// <summary>σ² of q(z|x) over the prior's variance, the mean over sentences, [latent].</summary>
    public required IReadOnlyList<double> MeanVariance { get; init; }

    /// <summary>
    /// A lower bound on KL(q(z) ‖ p(z)) from the mean m and the variance s² of each dimension of the aggregate posterior, nats:
    /// ½ Σ (s² + m² − 1 − ln s²), for a learnt prior in the space in which that is N(0, I). ln of the ratio of that normal density to
    /// the prior's is quadratic, so its mean is the same under q(z), and what is left of the KL is not negative. Unlike an estimate against the mixture, it has no ceiling.
    /// </summary>
    public required double MarginalKlBound { get; init; }

    /// <summary>Both reconstructions by the place of the token in its sentence, from the first places to the last.</summary>
    public required IReadOnlyList<PositionBand> Positions { get; init; }
}

/// <summary>Tokens at like places of their sentences.</summary>
/// <param name="From">The first place, counted from 1.</param>
/// <param name="To">The last place.</param>
/// <param name="Tokens">Predicted tokens there, end tokens among them.</param>
/// <param name="Reconstruction">−ln p of them with the sentence's own z, nats a token.</param>
/// <param name="ReconstructionShuffled">The same with another sentence's z.</param>
public sealed record PositionBand(int From, int To, long Tokens, double Reconstruction, double ReconstructionShuffled)
{
    /// <summary>What z is worth there, nats a token.</summary>
    public double Gain => ReconstructionShuffled - Reconstruction;
}

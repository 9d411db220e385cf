using TextVae.Distributed;
using TorchSharp;

namespace TextVae.Models;

/// <summary>The variational approximation q(z|x) = N(μ, diag σ²) of a batch (§3 of the paper).</summary>
/// <param name="Mu">μ, [batch, latent].</param>
/// <param name="LogVariance">ln σ², [batch, latent].</param>
public sealed record GaussianPosterior(torch.Tensor Mu, torch.Tensor LogVariance)
{
    /// <summary>p(z), where the model has learnt one; null for N(0, I).</summary>
    internal LatentGaussian? Prior { get; init; }

    /// <summary>Equation 5, the reparameterised sample: z = μ + σ ⊙ ε with ε ~ N(0, I).</summary>
    /// <param name="epsilon">[batch, latent] or [samples, batch, latent]; drawn from torch's generator when null.</param>
    /// <returns>z, shaped as the noise.</returns>
    public torch.Tensor Sample(torch.Tensor? epsilon = null) =>
        Mu.Plus(LogVariance.Times(0.5).exp() * (epsilon ?? StepNoise.Normal(Mu)));

    /// <summary>
    /// D[q(z|x) ‖ p(z)] in closed form, nats, [batch]: against N(0, I) ½ Σ (σ² + μ² − 1 − ln σ²); against a learnt prior the same of
    /// its whitened space, where the variances are those of W z.
    /// </summary>
    public torch.Tensor KlToPrior()
    {
        if (Prior is null)
            return KlOfDimensions().sum([1L]);
        var squares = Prior.WhitenedVariance(LogVariance.exp()).Plus(Prior.Whitened(Mu).Square());
        return (squares.Minus(1) - LogVariance).sum([1L]).Times(0.5) - Prior.LogScale;
    }

    /// <summary>
    /// D[q(z_j|x) ‖ p(z_j)] of each dimension by itself, nats, [batch, latent]. Where the prior's dimensions are independent, as those of
    /// N(0, I), they add up to <see cref="KlToPrior"/>.
    /// </summary>
    public torch.Tensor KlOfDimensions()
    {
        if (Prior is null)
            return (LogVariance.exp().Plus(Mu.Square()).Minus(1) - LogVariance).Times(0.5);
        var variance = Prior.MarginalVariance();
        return ((LogVariance.exp().Plus((Mu - Prior.Mean).Square()) / variance).Minus(1) - LogVariance).Plus(variance.log()).Times(0.5);
    }

    /// <summary>ln q(z|x), nats.</summary>
    /// <param name="z">[batch, latent] or [samples, batch, latent].</param>
    /// <returns>[batch] or [samples, batch].</returns>
    public torch.Tensor LogDensity(torch.Tensor z) =>
        LogVariance.Plus((z - Mu).Square() / LogVariance.exp()).Plus(Math.Log(2 * Math.PI)).sum([-1L]).Times(-0.5);

    /// <summary>ln q(z|x) − ln p(z), nats; the mean over z ~ q(z|x) is <see cref="KlToPrior"/>.</summary>
    /// <param name="z">[batch, latent] or [samples, batch, latent].</param>
    /// <returns>[batch] or [samples, batch].</returns>
    public torch.Tensor LogRatioToPrior(torch.Tensor z)
    {
        var distance = (Prior is null ? z : Prior.Whitened(z)).Square();
        var ratio = (distance - ((z - Mu).Square() / LogVariance.exp()) - LogVariance).sum([-1L]).Times(0.5);
        return Prior is null ? ratio : ratio - Prior.LogScale;
    }
}

using TextVae.Distributed;
using TorchSharp;

namespace TextVae.Models;

/// <summary>The variational approximation q(z|x) = N(μ, diag σ²) of a batch (§3 of the paper).</summary>
/// <param name="Mu">μ, [batch, latent].</param>
/// <param name="LogVariance">ln σ², [batch, latent].</param>
public sealed record GaussianPosterior(torch.Tensor Mu, torch.Tensor LogVariance)
{
    /// <summary>Equation 5, the reparameterised sample: z = μ + σ ⊙ ε with ε ~ N(0, I).</summary>
    /// <param name="epsilon">[batch, latent] or [samples, batch, latent]; drawn from torch's generator when null.</param>
    /// <returns>z, shaped as the noise.</returns>
    public torch.Tensor Sample(torch.Tensor? epsilon = null) =>
        Mu.Plus(LogVariance.Times(0.5).exp() * (epsilon ?? StepNoise.Normal(Mu)));

    /// <summary>D[q(z|x) ‖ p(z)] against N(0, I), in closed form: ½ Σ (σ² + μ² − 1 − ln σ²), nats, [batch].</summary>
    public torch.Tensor KlToPrior() => KlOfDimensions().sum([1L]);

    /// <summary>What each dimension adds to <see cref="KlToPrior"/>, nats, [batch, latent].</summary>
    public torch.Tensor KlOfDimensions() => (LogVariance.exp().Plus(Mu.Square()).Minus(1) - LogVariance).Times(0.5);

    /// <summary>ln q(z|x), nats.</summary>
    /// <param name="z">[batch, latent] or [samples, batch, latent].</param>
    /// <returns>[batch] or [samples, batch].</returns>
    public torch.Tensor LogDensity(torch.Tensor z) =>
        LogVariance.Plus((z - Mu).Square() / LogVariance.exp()).Plus(Math.Log(2 * Math.PI)).sum([-1L]).Times(-0.5);

    /// <summary>ln q(z|x) − ln p(z) against N(0, I), nats; the mean over z ~ q(z|x) is <see cref="KlToPrior"/>.</summary>
    /// <param name="z">[batch, latent] or [samples, batch, latent].</param>
    /// <returns>[batch] or [samples, batch].</returns>
    public torch.Tensor LogRatioToPrior(torch.Tensor z) =>
        (z.Square() - ((z - Mu).Square() / LogVariance.exp()) - LogVariance).sum([-1L]).Times(0.5);
}

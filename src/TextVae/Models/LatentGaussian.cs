using TorchSharp;

namespace TextVae.Models;

/// <summary>
/// A Gaussian with a whole covariance, N(m, Σ), by what whitens it: u = W (z − m) is of N(0, I), so Σ⁻¹ = WᵀW.
/// </summary>
/// <param name="Mean">m, [latent].</param>
/// <param name="Whitening">W, lower triangular with a diagonal above 0, [latent, latent].</param>
/// <param name="LogScale">ln det W, a scalar.</param>
internal sealed record LatentGaussian(torch.Tensor Mean, torch.Tensor Whitening, torch.Tensor LogScale)
{
    /// <summary>The same without gradients into its parameters.</summary>
    public LatentGaussian Detached() => new(Mean.detach(), Whitening.detach(), LogScale.detach());

    /// <summary>W (z − m).</summary>
    /// <param name="z">[..., latent].</param>
    public torch.Tensor Whitened(torch.Tensor z) => (z - Mean).matmul(Whitening.t());

    /// <summary>What of the variances of independent dimensions is left after W, Σ_j W_ij² σ_j².</summary>
    /// <param name="variance">σ², [..., latent].</param>
    public torch.Tensor WhitenedVariance(torch.Tensor variance) => variance.matmul(Whitening.Square().t());

    /// <summary>m + W⁻¹ ε.</summary>
    /// <param name="noise">ε of N(0, I), [..., latent].</param>
    public torch.Tensor Sample(torch.Tensor noise) => noise.matmul(torch.linalg.inv(Whitening).t()).Plus(Mean);

    /// <summary>The variance of each dimension by itself, the diagonal of Σ, [latent].</summary>
    public torch.Tensor MarginalVariance() => torch.linalg.inv(Whitening).Square().sum([1L]);
}

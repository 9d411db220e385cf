using TorchSharp;
using TorchSharp.Modules;

namespace TextVae.Models;

/// <summary>
/// A prior that is learnt, p(z) = N(m, Σ), with the parameters of a <see cref="LatentGaussian"/>; at first N(0, I). What the bound
/// pays for the vectors of all texts together not lying where p(z) has them, KL(q(z) ‖ p(z)) (Hoffman and Johnson 2016), is less with a
/// prior that goes where they are (Tomczak and Welling 2018); a Gaussian one takes away what is in their means and covariances.
/// </summary>
internal sealed class LatentPrior : torch.nn.Module
{
    private readonly Parameter _mean;

    // W below its diagonal, the logarithm of W's diagonal on it, and nothing above.
    private readonly Parameter _whitening;

    internal LatentPrior(int latent)
        : base(nameof(LatentPrior))
    {
        _mean = new Parameter(torch.zeros(latent));
        _whitening = new Parameter(torch.zeros(latent, latent));
        register_parameter("mean", _mean);
        register_parameter("whitening", _whitening);
    }

    /// <summary>The distribution, with gradients into its parameters.</summary>
    public LatentGaussian Gaussian()
    {
        var scale = _whitening.diagonal();
        return new LatentGaussian(_mean, _whitening.tril(-1).Plus(torch.diag(scale.exp())), scale.sum());
    }
}

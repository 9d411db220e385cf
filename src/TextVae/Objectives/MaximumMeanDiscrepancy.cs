using TextVae.Distributed;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Objectives;

/// <summary>
/// The maximum mean discrepancy between the z of a batch and samples of the prior, as Wasserstein autoencoders have it
/// (Tolstikhin et al. 2018, §4): in place of q(z|x) of every text it pulls the aggregate q(z) towards p(z), so that it costs
/// nothing when each text has a place of its own. The kernel is the inverse multiquadric k(a, b) = C / (C + ‖a − b‖²) with
/// C = 2 · latent, twice the mean squared length of a z of N(0, I); the estimate has no bias and may fall below 0.
/// </summary>
internal static class MaximumMeanDiscrepancy
{
    /// <summary>A rank's part of the term of a step, a scalar.</summary>
    /// <param name="z">Of q(z|x), of its sentences, [batch, latent].</param>
    /// <param name="model">Whose prior it is held against.</param>
    /// <param name="share">Whose sentences they are.</param>
    public static torch.Tensor Part(torch.Tensor z, VariationalAutoencoder model, BatchShare share)
    {
        var all = share.All(z);
        return share.Part(Of(all, model.OfPrior(StepNoise.NormalOfAll(all))));
    }

    /// <summary>The estimate, a scalar; 0 for a batch of one.</summary>
    /// <param name="z">Of q(z|x), [batch, latent].</param>
    /// <param name="prior">Of p(z), [batch, latent].</param>
    public static torch.Tensor Of(torch.Tensor z, torch.Tensor prior) => z.shape[0] < 2
        ? z.sum().Times(0)
        : Within(z).Plus(Within(prior)) - Kernel(z, prior).mean().Times(2);

    // Of pairs of different samples.
    private static torch.Tensor Within(torch.Tensor samples)
    {
        var count = samples.shape[0];
        var kernel = Kernel(samples, samples);
        return (kernel.sum() - kernel.diagonal().sum()).Times(1.0 / (count * (count - 1)));
    }

    private static torch.Tensor Kernel(torch.Tensor a, torch.Tensor b)
    {
        var scale = 2.0 * a.shape[1];
        var distances = a.Square().sum([1L], keepdim: true).Plus(b.Square().sum([1L])) - a.mm(b.t()).Times(2);
        return distances.relu().Plus(scale).reciprocal().Times(scale);
    }
}

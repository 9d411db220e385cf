using TextVae.Batches;
using TextVae.Distributed;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Objectives;

/// <summary>
/// Samples of q(z|x) for the sentences of a batch and what the decoder says of each. Several of them give a tighter bound than one
/// (Burda et al. 2016, equation 8), with the weight β on the share of z: −ln (1/k) Σ_i p(x|z_i) · (p(z_i) / q(z_i|x))^β. All samples
/// of a step lose the same features to dropout, so that they differ in z alone.
/// </summary>
/// <param name="posterior">q(z|x).</param>
/// <param name="z">[samples, batch, latent].</param>
/// <param name="ofSamples">−ln p(x|z), nats, [samples, batch].</param>
internal sealed class SampledReconstruction(GaussianPosterior posterior, torch.Tensor z, torch.Tensor ofSamples)
{
    /// <summary>Draws the samples and lets the decoder predict the texts from each.</summary>
    /// <param name="model">The model.</param>
    /// <param name="batch">The sentences.</param>
    /// <param name="posterior">q(z|x) of them.</param>
    /// <param name="samples">k, at least 1.</param>
    public static SampledReconstruction Of(VariationalAutoencoder model, Batch batch, GaussianPosterior posterior, int samples)
    {
        if (samples == 1)
        {
            var single = posterior.Sample();
            return new SampledReconstruction(posterior, single.unsqueeze(0), model.Reconstruction(batch, single).unsqueeze(0));
        }

        var z = Enumerable.Range(0, samples).Select(_ => posterior.Sample()).ToArray();
        var seed = StepNoise.NewSeed();
        var ofSamples = new torch.Tensor[samples];
        for (var sample = 0; sample < samples; sample++)
        {
            StepNoise.Restart(seed);
            ofSamples[sample] = model.Reconstruction(batch, z[sample], areWeighted: true);
        }

        return new SampledReconstruction(posterior, torch.stack(z), torch.stack(ofSamples));
    }

    /// <summary>The first sample, for what is asked of one, [batch, latent].</summary>
    public torch.Tensor Z => z.select(0, 0);

    /// <summary>−ln p(x|z), the mean over the samples, nats, [batch].</summary>
    public torch.Tensor Mean => ofSamples.mean([0L]);

    /// <summary>
    /// What the bound of all samples has over that of one, −ln p(x|z) + β D[q(z|x) ‖ p(z)] in the mean: nats, [batch], and below
    /// zero in expectation.
    /// </summary>
    /// <param name="kl">D[q(z|x) ‖ p(z)], [batch].</param>
    /// <param name="weight">β.</param>
    public torch.Tensor Gain(torch.Tensor kl, double weight)
    {
        var logWeights = ofSamples.Plus(posterior.LogRatioToPrior(z).Times(weight)).neg();
        var bound = logWeights.logsumexp(0).Minus(Math.Log(ofSamples.shape[0])).neg();
        return bound - Mean - kl.Times(weight);
    }
}

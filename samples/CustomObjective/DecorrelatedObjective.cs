using TextVae.Batches;
using TextVae.Models;
using TextVae.Objectives;
using TorchSharp;

namespace TextVae.Samples;

/// <summary>
/// The bound with one more term: the covariances between the dimensions of the posterior means, squared (DIP-VAE-I of Kumar et al.
/// 2018, without its term on the diagonal). Each term has a name, a value that is a scalar tensor, and a weight; the trainer adds
/// them up, and every <see cref="TextVae.Training.StepRecord"/> has them. What is a mean over sentences goes through
/// <see cref="Batch.Mean"/>, so that several processes can share a batch; of the covariances each takes those of its own sentences.
/// </summary>
internal sealed class DecorrelatedObjective(VariationalAutoencoder model, double weight) : Objective
{
    private readonly Schedule _kl = Schedule.Constant(0.15);

    public override LossTerms Terms(Batch batch, long step)
    {
        var posterior = model.Encode(batch);
        var z = posterior.Sample();
        return new LossTerms(
            new LossTerm("reconstruction", batch.Mean(model.Reconstruction(batch, z)), 1),
            new LossTerm("kl", batch.Mean(posterior.KlToPrior()), _kl.At(step)),
            new LossTerm("covariance", batch.Mean(OffDiagonal(posterior.Mu).expand(batch.Size)), weight));
    }

    /// <summary>Σ over i ≠ j of Cov[μ]ᵢⱼ², a scalar, for means of [batch, latent].</summary>
    public static torch.Tensor OffDiagonal(torch.Tensor mu)
    {
        var covariance = mu.t().cov(correction: 0);
        var others = covariance - covariance.diag().diag();
        // Not square(): TorchSharp would leave its exponent to the collector while libtorch reads it.
        return (others * others).sum();
    }
}

using TextVae.Distributed;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Objectives;

/// <summary>Which dimensions of z share a floor of the KL term.</summary>
public enum FreeBitsPer
{
    /// <summary>Each dimension has one of its own.</summary>
    Dimension,

    /// <summary>All of them together have one.</summary>
    Total,
}

/// <summary>
/// Free bits (Kingma et al. 2016, equation 15; Li et al. 2019): in place of the KL term stands
/// Σ_j max(λ, E_x[D_j[q(z|x) ‖ p(z)]]) over groups j of dimensions of z, the mean being that of the batch, so that below λ
/// nothing pushes q(z|x) further towards the prior. Since max(λ, D) = D + max(0, λ − D), the term beside the KL is what
/// that is short of the floor, and `kl` stays the true one. Beside the bound of several samples
/// (<see cref="ObjectiveOptions.Samples"/>) the free nats are more than free: that bound lets z have what a bound of one sample pays for,
/// so the loss falls with them until λ is reached, even where the decoder has no use for z. With a learnt prior whose dimensions belong
/// together, the D of each by itself is beside the KL and no part of it.
/// </summary>
internal static class FreeBits
{
    /// <summary>The term for one batch.</summary>
    /// <param name="kl">D of each group, of <see cref="GaussianPosterior.KlOfDimensions"/> or <see cref="GaussianPosterior.KlToPrior"/>,
    /// [batch, groups].</param>
    /// <param name="floor">λ, nats.</param>
    /// <param name="weight">The weight of the KL term.</param>
    /// <param name="share">Whose sentences they are; null for a whole batch.</param>
    public static LossTerm Of(torch.Tensor kl, double floor, double weight, BatchShare? share = null)
    {
        var ofGroups = share?.MeanOfAll(kl) ?? kl.mean([0L]);
        var missing = ofGroups.neg().Plus(floor).relu().sum();
        return new LossTerm("free_bits", share?.Part(missing) ?? missing, weight);
    }
}

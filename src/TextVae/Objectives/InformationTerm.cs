using TextVae.Batches;
using TextVae.Distributed;
using TextVae.Models;
using TorchSharp;

namespace TextVae.Objectives;

/// <summary>
/// Equation 8: −L_MI = E[ln q_MI(z|x) − ln p(z)], with z from the prior a lower bound on the information between z and the text made from
/// it, and with z of q(z|x) one on that and KL(q(z) ‖ p(z)) together.
/// It is to be large, so its weight is −λ (equation 9), whatever the weight of the KL term is.
/// <para>
/// Its gradient moves q_MI and the decoder, the word vectors that the decoder reads among its parameters. Nothing flows
/// back into z, neither through the density at z nor through the states that z sets and enters, and so nothing into the
/// encoder, which would otherwise push q(z|x) far from p(z) to be easy to guess (§4). Since the reconstruction does need its
/// gradient with respect to z, the states are computed a second time, from a z that is cut off.
/// </para>
/// </summary>
internal sealed class InformationTerm
{
    private readonly VariationalAutoencoder _model;
    private readonly double _weight;
    private readonly MutualInformationSource _source;

    /// <summary>Prepares the term for a model that has q_MI.</summary>
    /// <exception cref="ArgumentException">The model has none.</exception>
    public InformationTerm(VariationalAutoencoder model, ObjectiveOptions options)
    {
        if (model.Information is null)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The objective has a weight of {options.MutualInformation} for the mutual information, and the model has no q_MI. ")
                + $"Create it with {nameof(ObjectiveOptions)}.{nameof(ObjectiveOptions.ModelFor)}.", nameof(model));
        }

        _model = model;
        _weight = -options.MutualInformation;
        _source = options.MutualInformationSource;
    }

    /// <summary>The term for one batch.</summary>
    /// <param name="batch">The sentences, as the decoder reads them.</param>
    /// <param name="z">The sample of q(z|x) of each, [batch, latent].</param>
    public LossTerm Of(Batch batch, torch.Tensor z)
    {
        var bound = _source == MutualInformationSource.Prior
            ? OfDrawnTexts(_model.OfPrior(StepNoise.Normal(z)), batch)
            : Bound(batch, z.detach());
        return new LossTerm("mi_bound", bound, _weight);
    }

    // Under the labels of the batch, which are as frequent as they are in the data.
    private torch.Tensor OfDrawnTexts(torch.Tensor z, Batch batch)
    {
        var drawn = AncestralSampling.Draw(_model, z, batch.Share.Time - 1, batch.Labels);
        var share = batch.Share.WithTexts(Array.ConvertAll(drawn, words => words.Length + 1));
        using var noise = StepNoise.With(share);
        using var texts = Batch.Of(drawn, indices: null, batch.Labels is null ? null : [.. batch.Labels], share);
        return Bound(texts, z);
    }

    private torch.Tensor Bound(Batch batch, torch.Tensor z) =>
        batch.Mean(_model.InformationBound(_model.States(batch, z), z, batch));
}

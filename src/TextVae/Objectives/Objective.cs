using TextVae.Batches;
using TextVae.Models;

namespace TextVae.Objectives;

/// <summary>What training minimises.</summary>
public abstract class Objective
{
    /// <summary>
    /// The terms of the loss for one batch. Where several processes share the batch of a step, each is asked for its sentences, and
    /// the term is the sum of what they say: <see cref="Batch.Mean"/> makes such parts.
    /// </summary>
    /// <param name="batch">The sentences.</param>
    /// <param name="step">The step, counted from 1, at which the weights are taken.</param>
    public abstract LossTerms Terms(Batch batch, long step);

    /// <summary>
    /// The weight of the KL term at the next step, where steps find it (<see cref="ObjectiveOptions.TargetKl"/>): with it a
    /// stopped training goes on as it would have. Null where it is a function of the step.
    /// </summary>
    public virtual double? KlWeight { get; set; }

    /// <summary>Told the values of the terms of a step that has moved the parameters.</summary>
    internal virtual void Moved(IReadOnlyList<(string Name, double Value)> terms)
    {
        // Only a weight that steps find has to know.
    }

    /// <summary>The objective that belongs to a model.</summary>
    /// <exception cref="ArgumentException">The objective needs a part that the model lacks.</exception>
    public static Objective For(TextModel model, ObjectiveOptions options) => model switch
    {
        VariationalAutoencoder autoencoder => new VariationalObjective(autoencoder, options),
        LanguageModel languageModel => new LikelihoodObjective(languageModel, options),
        _ => throw new ArgumentException($"No objective is known for {model.GetType().Name}.", nameof(model)),
    };
}

/// <summary>
/// Equations 3 and 4: L_VAE = E_{q(z|x)}[−ln p(x|z)] + β D[q(z|x) ‖ p(z)], with one sample of z a sentence and the
/// weight β of §5.3.1 or one that holds the KL at a target, with what several samples have over one where the options ask for them,
/// and with a floor under the KL term where they have free bits; with the mutual information, equation 9: L_VAE + λ L_MI. The words
/// and the label from z alone and the maximum mean discrepancy are added with weights of their own.
/// </summary>
/// <exception cref="ArgumentException">A term has a weight, and the model lacks its network.</exception>
internal sealed class VariationalObjective(VariationalAutoencoder model, ObjectiveOptions options) : Objective
{
    private readonly InformationTerm? _information =
        options.MutualInformation > 0 ? new InformationTerm(model, options) : null;

    private readonly BagOfWords? _bagOfWords = options.BagOfWords == 0 ? null : model.BagOfWords
        ?? throw new ArgumentException(
            FormattableString.Invariant($"The objective has a weight of {options.BagOfWords} for the words from z, and the model cannot predict them. Create it with ")
            + $"{nameof(ObjectiveOptions)}.{nameof(ObjectiveOptions.ModelFor)}.", nameof(model));

    private readonly LabelPredictor? _labelPredictor = options.Label == 0 ? null : model.LabelPredictor
        ?? throw new ArgumentException(
            FormattableString.Invariant($"The objective has a weight of {options.Label} for the label from z, and the model cannot predict it. Create it with ")
            + $"{nameof(ObjectiveOptions)}.{nameof(ObjectiveOptions.ModelFor)}.", nameof(model));

    /// <inheritdoc/>
    public override double? KlWeight { get; set; } = options.TargetKl > 0 ? options.Kl.Final : null;

    /// <inheritdoc/>
    public override LossTerms Terms(Batch batch, long step)
    {
        batch.DropWords(options.WordDropout.At(step));
        batch.DropEncoderWords(options.InputDropout.At(step));
        var posterior = model.Encode(batch);
        var sampled = SampledReconstruction.Of(model, batch, posterior, options.Samples);
        var z = sampled.Z;
        var kl = posterior.KlToPrior();
        var weight = KlWeight ?? options.Kl.At(step);
        List<LossTerm> terms =
        [
            new("reconstruction", batch.Mean(sampled.Mean), 1),
            new("kl", batch.Mean(kl), weight),
        ];
        if (options.Samples > 1)
            terms.Add(new("importance", batch.Mean(sampled.Gain(kl, weight)), 1));
        if (options.FreeBits > 0)
        {
            var ofGroups = options.FreeBitsPer == FreeBitsPer.Dimension ? posterior.KlOfDimensions() : kl.unsqueeze(1);
            terms.Add(FreeBits.Of(ofGroups, options.FreeBits, weight, batch.Share));
        }

        if (_bagOfWords is not null)
            terms.Add(new("bag_of_words", batch.Mean(_bagOfWords.NegativeLogLikelihood(z, batch)), options.BagOfWords));
        if (_labelPredictor is not null)
            terms.Add(new("label", batch.Mean(_labelPredictor.NegativeLogLikelihood(z, batch)), options.Label));
        if (options.Mmd > 0)
            terms.Add(new("mmd", MaximumMeanDiscrepancy.Part(z, model, batch.Share), options.Mmd));
        if (_information is not null)
            terms.Add(_information.Of(batch, z));
        return new LossTerms([.. terms]);
    }

    internal override void Moved(IReadOnlyList<(string Name, double Value)> terms)
    {
        if (KlWeight is { } weight)
            KlWeight = KlTarget.WeightAfter(weight, terms.Single(term => term.Name == "kl").Value, options.TargetKl);
    }
}

/// <summary>Equation 1: −ln p(x).</summary>
internal sealed class LikelihoodObjective(LanguageModel model, ObjectiveOptions options) : Objective
{
    /// <inheritdoc/>
    public override LossTerms Terms(Batch batch, long step)
    {
        batch.DropWords(options.WordDropout.At(step));
        return new LossTerms(new LossTerm("reconstruction", batch.Mean(model.NegativeLogLikelihood(batch)), 1));
    }
}

using static System.FormattableString;

namespace TextVae.Evaluation.Diagnosis;

/// <summary>Whether the posteriors lie where the prior expects them.</summary>
internal static class SpreadRules
{
    public static ModelFinding? Overdispersed(DiagnosisFigures figures, DiagnosedRecipe recipe, bool saysLittle)
    {
        if (figures.Use?.MeanVariance is not { } variance || variance.Count(IsWide) is not (> 0 and var wide))
            return null;
        var changes = Remedies.TowardsPrior(recipe, saysLittle);
        return new ModelFinding(
            Ailment.OverdispersedPosterior, Severity.Warning,
            Invariant($"q(z|x) is wider than the prior in {wide} of {figures.Latent} dimensions: their variance is up to {variance.Max():F2} on average, where the ")
            + "prior's is 1. Such a dimension pays KL for noise, and drawing z from the prior misses the outer part of what the decoder has "
            + "seen. It is common early in a training. " + Remedies.Sentence(changes),
            changes);
    }

    public static ModelFinding? FarFromPrior(DiagnosisFigures figures, DiagnosedRecipe recipe, bool saysLittle)
    {
        // Where the information is cut off, what is left of the KL is no estimate any more; the bound has no ceiling.
        var isCutOff = figures.MutualInformation > figures.MutualInformationCeiling - Thresholds.CeilingMargin;
        if ((isCutOff ? figures.Use?.MarginalKlBound : figures.MarginalKl) is not { } marginal)
            return null;
        if (marginal < Thresholds.MarginalKl || marginal < Thresholds.MarginalShare * figures.Kl)
            return null;
        var changes = Remedies.TowardsPrior(recipe, saysLittle);
        return new ModelFinding(
            Ailment.FarFromPrior, Severity.Warning,
            Invariant($"The vectors of all texts together do not lie where the prior is: KL(q(z) ‖ p(z)) is {(isCutOff ? "at least " : "")}{marginal:F2} nats, {Math.Min(1, marginal / figures.Kl):P0} of the KL of ")
            + Invariant($"{figures.Kl:F2}. That part says nothing of any text, and `sample` draws vectors unlike those that the decoder was trained with. ")
            + Remedies.Sentence(changes),
            changes);
    }

    private static bool IsWide(double variance) => variance > Thresholds.WideVariance;
}

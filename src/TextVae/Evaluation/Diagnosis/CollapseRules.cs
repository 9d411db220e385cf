using static System.FormattableString;

namespace TextVae.Evaluation.Diagnosis;

/// <summary>Whether z says anything, of which parts of a text, and in which of its dimensions.</summary>
internal static class CollapseRules
{
    public static ModelFinding? Collapse(DiagnosisFigures figures, DiagnosedRecipe recipe)
    {
        var said = Math.Min(figures.Kl, figures.MutualInformation ?? double.PositiveInfinity);
        var heard = figures.Use?.Gain ?? double.PositiveInfinity;
        if (!(Math.Min(said, heard) < Thresholds.Weak))
            return null;
        var isCollapsed = Math.Min(said, heard) < Thresholds.Collapsed;
        var changes = Remedies.AgainstCollapse(recipe);
        var meaning = (isCollapsed, said >= Thresholds.Weak) switch
        {
            (true, true) => "The decoder ignores what the encoder writes into z: it has learnt to write without",
            (true, false) => "The vector says nothing of its text: the model is a language model, whose decoder has learnt to write without z",
            (false, true) => "The decoder makes little of what the encoder writes into z",
            (false, false) => "The vector says little of its text, and the decoder does most of the work without z",
        };
        var consequence = isCollapsed
            ? "Vectors, reconstructions and interpolations of it mean nothing, however good its bound is."
            : "Reconstructions keep at most the kind of a text.";
        return new ModelFinding(
            Ailment.PosteriorCollapse, isCollapsed ? Severity.Serious : Severity.Warning,
            $"{meaning} ({Evidence(figures)}). {consequence} {Remedies.Sentence(changes)}", changes);
    }

    public static ModelFinding? PrefixOnly(DiagnosisFigures figures, DiagnosedRecipe recipe)
    {
        var bands = figures.Use?.Positions ?? [];
        var all = bands.Sum(band => band.Tokens);
        for (var cut = 1; cut < bands.Count; cut++)
        {
            var rest = bands.Skip(cut).Sum(band => band.Tokens);
            var (first, after) = (Gain(bands.Take(cut)), Gain(bands.Skip(cut)));
            if (rest < Thresholds.PrefixRest * all)
                return null;
            if (first < Thresholds.PrefixGain || after >= Math.Min(Thresholds.PrefixHeard, Thresholds.PrefixShare * first))
                continue;
            var changes = Remedies.AgainstPrefix(recipe);
            return new ModelFinding(
                Ailment.PrefixOnly, Severity.Warning,
                Invariant($"After the first {Places(bands[cut - 1].To)} of a text the decoder hardly uses z: up to there z is worth {first:F2} nats a token, ")
                + Invariant($"after it {after:F3}, though {(double)rest / all:P0} of all tokens stand there. ")
                + "The vector says how a text begins and not what it is about. " + Remedies.Sentence(changes),
                changes);
        }

        return null;
    }

    public static ModelFinding? DeadDimensions(DiagnosisFigures figures, DiagnosedRecipe recipe)
    {
        if (figures.ActiveUnits is not { } active || active >= figures.Latent)
            return null;
        var least = figures.KlByDimension is { } kl ? Invariant($"; the KL of {kl.Count(nats => nats < 0.01)} is below 0.01 nats") : "";
        RecipeChange[] changes = active > 0
            ? [new("model.latent", Invariant($"{active}")), .. Remedies.AgainstCollapse(recipe).Take(1)]
            : [.. Remedies.AgainstCollapse(recipe)];
        return new ModelFinding(
            Ailment.DeadDimensions, Severity.Notice,
            Invariant($"{figures.Latent - active} of the {figures.Latent} dimensions of z say nothing of the text (their mean varies by less than 0.01 over ")
            + Invariant($"sentences{least}). They cost no likelihood, only parameters and, where vectors are compared, noise. ")
            + (active > 0 ? Invariant($"Set model.latent={active} for a vector without them, or try {changes[^1]} to make more of them speak.") : Remedies.Sentence(changes)),
            changes);
    }

    private static string Places(int count) => count == 1 ? "token" : Invariant($"{count} tokens");

    private static double Gain(IEnumerable<PositionBand> bands)
    {
        var (gain, tokens) = (0.0, 0L);
        foreach (var band in bands)
            (gain, tokens) = (gain + (band.Gain * band.Tokens), tokens + band.Tokens);
        return gain / tokens;
    }

    private static string Evidence(DiagnosisFigures figures)
    {
        var evidence = Invariant($"KL {figures.Kl:F2} nats a sentence");
        if (figures.MutualInformation is { } information)
            evidence += Invariant($", I_q(x; z) {information:0.00;-0.00;0.00}");
        if (figures.ActiveUnits is { } active)
            evidence += Invariant($", {active} of {figures.Latent} dimensions active");
        if (figures.Use is { } use)
            evidence += Invariant($", and another sentence's z costs the decoder {use.Gain:0.00;-0.00;0.00} ± {use.GainError:F2}");
        return evidence;
    }
}

namespace TextVae.Reproduction;

/// <summary>The claims of the paper's sections 5 and 6 that a number can decide.</summary>
public static class PaperClaims
{
    /// <summary>The paper has word-dropout annealing about 60 times behind; an order of magnitude is far, too.</summary>
    private const double FarBehind = 10;

    private static readonly string[] Systems = [.. PaperSystem.All.Select(system => system.Name)];
    private static readonly string[] Autoencoders = [.. Systems.Where(name => name != PaperSystem.LanguageModel)];
    private static readonly string[] Informed = [PaperSystem.Information1, PaperSystem.Information5, PaperSystem.Information10];
    private static readonly (string Less, string More)[] Lambdas = [.. Informed.Zip(Informed.Skip(1))];

    /// <summary>Holds each claim against results of any systems and seeds.</summary>
    public static IReadOnlyList<Finding> Judge(IReadOnlyList<SystemResult> results)
    {
        Comparisons In(Measure measure, params IEnumerable<string> systems) => new(measure, systems, results);
        return
        [
            LanguageModelIsLikely(In(Measure.Likelihood, Systems)),
            LanguageModelBeatsInformation(In(Measure.ConditionalPerplexity, [PaperSystem.LanguageModel, .. Informed])),
            PerplexityRises(In(Measure.ConditionalPerplexity, Informed)),
            LikelihoodFalls(In(Measure.Likelihood, Informed)),
            KlRises(In(Measure.Kl, Autoencoders)),
            MeanAndAttentionAreAlike(measure => In(measure, PaperSystem.Mean, PaperSystem.Attention)),
            KlAnnealingIsLowest(In(Measure.ConditionalPerplexity, Systems)),
            WordDropoutIsFarBehind(In(Measure.ConditionalPerplexity, Systems)),
            OtherEncodersAreNoBetter(
                In(Measure.Likelihood, PaperSystem.Mean, PaperSystem.Unidirectional, PaperSystem.Convolutional)),
            LastStatesAreWorse(In(Measure.Likelihood, PaperSystem.Mean, PaperSystem.Attention, PaperSystem.Last)),
            OutputsReusePhrases(results),
        ];
    }

    private static Finding LanguageModelIsLikely(Comparisons likelihood) => new(
        "The language model is at least as likely as the bounds of the autoencoders, or comparable", "§6.3, figure 3c",
        [.. Autoencoders.Select(name => likelihood.IsAbove(PaperSystem.LanguageModel, name, -Comparisons.Tolerance))]);

    private static Finding LanguageModelBeatsInformation(Comparisons perplexity) => new(
        "The language model has a lower perplexity than the mutual-information models", "§6.3, figure 3a",
        [.. Informed.Select(name => perplexity.IsAbove(PaperSystem.LanguageModel, name))]);

    private static Finding PerplexityRises(Comparisons perplexity) => new(
        "With λ the conditional perplexity rises", "§6.3, figure 3a",
        [.. Lambdas.Select(pair => perplexity.IsAbove(pair.Less, pair.More))]);

    private static Finding LikelihoodFalls(Comparisons likelihood) => new(
        "With λ the log-likelihood falls", "§6.3, figure 3c",
        [.. Lambdas.Select(pair => likelihood.IsAbove(pair.Less, pair.More))]);

    private static Finding KlRises(Comparisons kl) => new(
        "With λ the KL term rises, and with λ = 10 it is the highest of all systems", "§6.3, figure 3b",
        [
            .. Lambdas.Select(pair => kl.IsAbove(pair.Less, pair.More)),
            .. Autoencoders.Except(Informed).Select(name => kl.IsAbove(name, PaperSystem.Information10)),
        ]);

    private static Finding MeanAndAttentionAreAlike(Func<Measure, Comparisons> figure) => new(
        "Mean and attention are almost alike in all three figures", "§6.3, figures 3a to 3c",
        [
            .. new[] { Measure.ConditionalPerplexity, Measure.Kl, Measure.Likelihood }
                .Select(measure => figure(measure).AreAlike(PaperSystem.Mean, PaperSystem.Attention)),
        ]);

    private static Finding KlAnnealingIsLowest(Comparisons perplexity) => new(
        "KL annealing with the mean has the lowest conditional perplexity", "§6.3, figure 3a",
        [.. Systems.Where(name => name != PaperSystem.KlAnnealing).Select(name => perplexity.IsAbove(PaperSystem.KlAnnealing, name))]);

    private static Finding WordDropoutIsFarBehind(Comparisons perplexity) => new(
        "Word-dropout annealing is far behind: about 60 times the perplexity in the paper, at least 10 times asked for here", "§6.3",
        [
            .. Systems.Where(name => name != PaperSystem.WordDropoutAnnealing)
                .Select(name => perplexity.IsAbove(name, PaperSystem.WordDropoutAnnealing, Math.Log(FarBehind))),
        ]);

    private static Finding OtherEncodersAreNoBetter(Comparisons likelihood) => new(
        "Encoders of one direction and of convolutions are no improvement over the bidirectional one", "§5.1",
        [
            .. new[] { PaperSystem.Unidirectional, PaperSystem.Convolutional }
                .Select(name => likelihood.IsAbove(PaperSystem.Mean, name, -Comparisons.Tolerance)),
        ]);

    private static Finding LastStatesAreWorse(Comparisons likelihood) => new(
        "Mean and attention are better summaries than the last states", "§5.3",
        [
            .. new[] { PaperSystem.Mean, PaperSystem.Attention }
                .Select(name => likelihood.IsAbove(name, PaperSystem.Last)),
        ]);

    private static Finding OutputsReusePhrases(IReadOnlyList<SystemResult> results) => new(
        "All models reuse phrases: most runs of four words of an output occur in others too, more so than in the true texts", "§6.4",
        [.. Autoencoders.SelectMany(name => Comparisons.ReusesPhrases(name, results))]);
}

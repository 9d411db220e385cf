using System.Globalization;
using System.Text;
using TextVae.Corpus;

namespace TextVae.Reproduction;

/// <summary>`reproduction.md`: what was run, the paper's claims with a verdict each, and the figures behind them.</summary>
internal static class ReproductionPage
{
    public static void Write(
        string path, ReproductionOptions options, ReproductionInfo info, Dataset dataset, IReadOnlyList<SystemResult> results)
    {
        var page = new StringBuilder();
        page.Append("# The paper's claims and what was found\n\n")
            .Append("\"Challenges with Variational Autoencoders for Text\" (Vani and Birodkar 2016), every system trained anew.\n\n");
        AddSetting(page, options, info, dataset, results);
        AddClaims(page, results);
        AddFigures(page);
        AddSystems(page, results);
        AddEvidence(page, results);
        AtomicFile.WriteText(path, page.ToString());
    }

    private static void AddSetting(
        StringBuilder page, ReproductionOptions options, ReproductionInfo info, Dataset dataset, IReadOnlyList<SystemResult> results)
    {
        page.Append("    ").Append(ReproductionCommand.Of(options, info)).Append("\n\n");
        var plan = options.Plan();
        var left = plan.Count(run => !results.Any(result => result.System == run.System.Name && result.Seed == run.Seed));
        if (left > 0)
            page.Append(Invariant($"**{left} of {plan.Count} runs are still missing.**\n\n"));
        var model = plan[0].Recipe.Model;
        var isSmall = info.Scale < 1;
        page.Append(
            isSmall
                ? Invariant($"**Not the paper's size**: scale {info.Scale}. Embedding {model.Embedding} (224), hidden {model.Hidden} (512), latent {model.Latent} (64), ")
                : Invariant($"The paper's sizes: embedding {model.Embedding}, hidden {model.Hidden}, latent {model.Latent}, "));
        page.Append(Invariant($"{info.Steps:N0} steps"))
            .Append(info.Steps == 20_000 ? "" : " (20,000), and schedules in proportion to the steps").Append(".\n");
        page.Append(Invariant($"Training on {dataset.Train.Count:N0} texts (2,443,410), curves on {dataset.Valid.Count:N0} validation texts "))
            .Append(Invariant($"(3,000), all other figures on {dataset.Test.Count:N0} test texts; {dataset.Vocabulary.Count:N0} words (8,595).\n"))
            .Append("In brackets: the paper's, or where it gives none its recipe's.\n\n");
    }

    private static void AddClaims(StringBuilder page, IReadOnlyList<SystemResult> results)
    {
        page.Append("## Claims\n\n| claim | where | verdict |\n|---|---|---|\n");
        foreach (var finding in PaperClaims.Judge(results))
            page.Append(Invariant($"| {finding.Claim} | {finding.Where} | **{Words(finding.Verdict)}** |\n"));
        page.Append("\nA claim is a set of comparisons between systems, listed [below](#comparisons). Each is of the means over seeds, in nats a\n")
            .Append("token, with a 95 % interval of Student's: a seed gives all systems the same order of the data, so what is left of a value\n")
            .Append("without its system's and its seed's part, over all systems of the claim, says how far a difference can be trusted. A\n")
            .Append("comparison holds where the whole interval lies where the paper says, does not hold where it lies wholly elsewhere, and\n")
            .Append(Invariant($"else cannot be told. \"Comparable\" and \"alike\" allow {Comparisons.Tolerance} nats a token, one per cent of a perplexity. A claim holds where\n"))
            .Append("all its comparisons do, and does not where one does not. With one seed nothing can be told.\n\n");
    }

    private static void AddFigures(StringBuilder page) => page
        .Append("## Figure 3\n\nOn the validation split over training, the mean over seeds.\n\n")
        .Append("![Conditional perplexity over training](figures/figure-3a.png)\n\n")
        .Append("![KL over training](figures/figure-3b.png)\n\n")
        .Append("![Log-likelihood over training](figures/figure-3c.png)\n\n")
        .Append("Tables 1 and 2 are in [tables.md](tables.md), all figures by their names in [results.json](results.json).\n\n");

    private static void AddSystems(StringBuilder page, IReadOnlyList<SystemResult> results)
    {
        page.Append("## The best model of each system on the test split\n\nMean over seeds, ± their standard deviation; nats a text.\n\n")
            .Append("| system | seeds | `perplexity_conditional` | `kl` | `nll_bound` | `perplexity` | reused phrases | `distinct_2` |\n")
            .Append("|---|---:|---:|---:|---:|---:|---:|---:|\n");
        foreach (var system in results.GroupBy(result => result.System))
        {
            string Shown(Func<SystemResult, double?> figure, string format) => Spread([.. system.Select(figure).OfType<double>()], format);
            page.Append(Invariant($"| {system.Key} | {system.Count()} | {Shown(result => result.Figures.PerplexityConditional, "F2")} "))
                .Append(Invariant($"| {Shown(result => result.Figures.Kl, "F3")} | {Shown(result => result.Figures.NllBound, "F2")} "))
                .Append(Invariant($"| {Shown(result => result.Figures.Perplexity, "F2")} "))
                .Append(Invariant($"| {Shown(result => result.Phrases?.Reuse, "F3")} | {Shown(result => result.Phrases?.Distinct2, "F3")} |\n"));
        }

        if (results.FirstOrDefault(result => result.Phrases is not null)?.Phrases is { } phrases)
        {
            page.Append(Invariant($"\n\"Reused phrases\" is the share of runs of four words that occur in another text too, among the beam's outputs for\n"))
                .Append(Invariant($"{phrases.Texts} test texts; among those texts it is {phrases.InputsReuse:F3}, and their `distinct_2` is {phrases.InputsDistinct2:F3}.\n"));
        }
    }

    private static void AddEvidence(StringBuilder page, IReadOnlyList<SystemResult> results)
    {
        page.Append("\n## Comparisons\n");
        foreach (var finding in PaperClaims.Judge(results))
        {
            page.Append(Invariant($"\n**{finding.Claim}** ({finding.Where}): {Words(finding.Verdict)}\n\n"));
            page.Append("| comparison | found | claimed | verdict |\n|---|---:|---|---|\n");
            foreach (var evidence in finding.Evidence)
            {
                page.Append(Invariant($"| {evidence.Comparison} | {Found(evidence)} | {evidence.Claimed} | {Words(evidence.Verdict)} |\n"));
            }
        }
    }

    private static string Spread(double[] values, string format)
    {
        if (values.Length == 0)
            return "";
        var mean = values.Average();
        var text = mean.ToString(format, CultureInfo.InvariantCulture);
        if (values.Length == 1)
            return text;
        var deviation = Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1));
        return $"{text} ± {deviation.ToString(format, CultureInfo.InvariantCulture)}";
    }

    private static string Found(Evidence evidence)
    {
        const string format = "0.0000;−0.0000";
        if (evidence.Difference is not { } difference)
            return "not measured";
        var text = difference.ToString(format, CultureInfo.InvariantCulture);
        return evidence.HalfWidth is { } half ? $"{text} ± {half.ToString(format, CultureInfo.InvariantCulture)}" : $"{text}, one seed";
    }

    private static string Words(Verdict verdict) => verdict switch
    {
        Verdict.Holds => "holds",
        Verdict.DoesNotHold => "does not hold",
        _ => "cannot be told",
    };

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}

using TextVae.Evaluation;
using TextVae.Reproduction;

namespace TextVae.Tests.Reproduction;

/// <summary>The verdicts on made-up numbers.</summary>
public sealed class PaperClaimsTests
{
    private const string Likely = "The language model is at least as likely as the bounds of the autoencoders, or comparable";
    private const string LowerPerplexity = "The language model has a lower perplexity than the mutual-information models";
    private const string PerplexityRises = "With λ the conditional perplexity rises";
    private const string KlRises = "With λ the KL term rises, and with λ = 10 it is the highest of all systems";
    private const string Alike = "Mean and attention are almost alike in all three figures";
    private const string Lowest = "KL annealing with the mean has the lowest conditional perplexity";
    private const string LikelihoodFalls = "With λ the log-likelihood falls";
    private const string FarBehind =
        "Word-dropout annealing is far behind: about 60 times the perplexity in the paper, at least 10 times asked for here";
    private const string NoBetter = "Encoders of one direction and of convolutions are no improvement over the bidirectional one";
    private const string LastIsWorse = "Mean and attention are better summaries than the last states";
    private const string Phrases = "All models reuse phrases: most runs of four words of an output occur in others too, more so than in the "
        + "true texts";

    [Fact]
    public void Numbers_as_in_the_paper_make_every_claim_hold() =>
        Assert.All(PaperClaims.Judge(AsInThePaper()), finding => Assert.Equal(Verdict.Holds, finding.Verdict));

    [Fact]
    public void One_seed_tells_nothing() => Assert.All(
        PaperClaims.Judge([.. AsInThePaper().Where(result => result.Seed == 1)]),
        finding => Assert.Equal(Verdict.CannotBeTold, finding.Verdict));

    [Fact]
    public void Nothing_measured_tells_nothing() => Assert.All(PaperClaims.Judge([]), finding =>
    {
        Assert.Equal(Verdict.CannotBeTold, finding.Verdict);
        Assert.All(finding.Evidence, evidence => Assert.Null(evidence.Difference));
    });

    [Theory]
    [InlineData(Likely, "vae", 3.8, 0.1)]
    [InlineData(LowerPerplexity, "mi-1", 3.9, 0.1)]
    [InlineData(PerplexityRises, "mi-5", 4.05, 0.1)]
    [InlineData(KlRises, "mi-10", 4.3, 0.1)]
    [InlineData(Alike, "attention", 4.1, 0.1)]
    [InlineData(Lowest, "attention", 3.8, 0.1)]
    [InlineData(LikelihoodFalls, "mi-5", 4.2, 0.15)]
    [InlineData(FarBehind, "word-dropout-annealing", 5.6, 0.1)]
    [InlineData(NoBetter, "convolutional", 3.9, 0.1)]
    [InlineData(LastIsWorse, "last", 4.0, 0.1)]
    public void One_system_elsewhere_makes_a_claim_not_hold(string claim, string system, double reconstruction, double kl) =>
        Assert.Equal(
            Verdict.DoesNotHold,
            Verdicts([.. AsInThePaper().Select(result => result.System == system ? Result(system, result.Seed, reconstruction + (0.02 * result.Seed), kl) : result)])[claim]);

    [Fact]
    public void What_varies_from_seed_to_seed_more_than_it_differs_cannot_be_told()
    {
        var results = AsInThePaper().Select(result => result.System == "attention"
            ? Result("attention", result.Seed, 4.02 + (result.Seed == 1 ? 0.05 : -0.05), 0.1)
            : result);

        Assert.Equal(Verdict.CannotBeTold, Verdicts([.. results])[Alike]);
    }

    [Fact]
    public void A_system_that_is_missing_leaves_open_what_no_other_refutes()
    {
        var verdicts = Verdicts([.. AsInThePaper().Where(result => result.System != "mi-5")]);

        Assert.Equal((Verdict.CannotBeTold, Verdict.Holds), (verdicts[PerplexityRises], verdicts[Alike]));
    }

    [Fact]
    public void Outputs_with_phrases_of_their_own_refute_the_claim_that_all_models_reuse_them()
    {
        var results = AsInThePaper().Select(result => result.System == "last"
            ? result with { Phrases = new PhraseFigures(10, Reuse: 0.2, InputsReuse: 0.1, 1, 1) }
            : result);

        var finding = PaperClaims.Judge([.. results]).Single(finding => finding.Claim == Phrases);

        Assert.Equal(Verdict.DoesNotHold, finding.Verdict);
        Assert.Equal(
            new Evidence("reused phrases, last − one half", -0.3, 0, "above 0", Verdict.DoesNotHold),
            Assert.Single(finding.Evidence, evidence => evidence.Verdict == Verdict.DoesNotHold) with { Difference = -0.3, HalfWidth = 0 });
    }

    private static Dictionary<string, Verdict> Verdicts(IReadOnlyList<SystemResult> results) =>
        PaperClaims.Judge(results).ToDictionary(finding => finding.Claim, finding => finding.Verdict);

    /// <summary>Two seeds of every system, in nats a token as the paper's figures have them.</summary>
    private static SystemResult[] AsInThePaper()
    {
        (string System, double Reconstruction, double Kl)[] systems =
        [
            ("lm", 4.0, 0), ("vae", 4.02, 0.1), ("attention", 4.02, 0.1), ("last", 4.05, 0.1), ("unidirectional", 4.05, 0.1),
            ("convolutional", 4.05, 0.1), ("kl-annealing", 3.95, 0.2), ("word-dropout-annealing", 4 + Math.Log(60), 0.1),
            ("mi-1", 4.1, 0.3), ("mi-5", 4.2, 0.4), ("mi-10", 4.3, 0.5),
        ];
        return
        [
            .. from seed in new[] { 1, 2 }
               from system in systems
               select Result(system.System, seed, system.Reconstruction + (0.02 * seed), system.Kl),
        ];
    }

    private static SystemResult Result(string system, long seed, double reconstruction, double kl) => new()
    {
        System = system,
        Seed = seed,
        Steps = 1,
        BestStep = 1,
        Figures = new EvaluationReport { Sentences = 10, Tokens = 100, Samples = 1, Reconstruction = 10 * reconstruction, Kl = 10 * kl },
        Phrases = system == "lm" ? null : new PhraseFigures(10, Reuse: 0.9, InputsReuse: 0.1, 0.2, 0.8),
    };
}

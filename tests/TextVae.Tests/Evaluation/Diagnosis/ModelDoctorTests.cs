using TextVae.Evaluation.Diagnosis;
using TextVae.Runs;

namespace TextVae.Tests.Evaluation.Diagnosis;

public sealed class ModelDoctorTests
{
    /// <summary>A model in order: every dimension speaks, every place listens, q(z) is near the prior.</summary>
    private static readonly DiagnosisFigures Sound = new()
    {
        Kl = 6,
        Latent = 4,
        MutualInformation = 5.5,
        MutualInformationCeiling = 8,
        MarginalKl = 0.5,
        ActiveUnits = 4,
        KlByDimension = [1.5, 1.5, 1.5, 1.5],
        Use = UseOf(gain: 9, positions: [new(1, 1, 100, 2, 3), new(2, 5, 400, 2, 2.8), new(6, 20, 500, 2, 2.5)]),
        BestStep = 500,
        FirstEvaluation = 100,
        Evaluations = 5,
    };

    private static readonly DiagnosedRecipe[] Recipes =
    [
        new DiagnosedRecipe(), new DiagnosedRecipe { KlIsAnnealed = true, WordDropout = 0.9 },
        new DiagnosedRecipe { KlWeight = 0.5, MutualInformation = 3 }, new DiagnosedRecipe { FreeBits = 0.5, KlIsAnnealed = true },
        new DiagnosedRecipe { KlIsAnnealed = true, WordDropout = 0.5, MutualInformation = 10, KlWeight = 1e-5, LearningRate = 1e-7, Steps = 1 },
    ];

    [Fact]
    public void A_model_in_order_has_no_finding() => Assert.Empty(ModelDoctor.Examine(Sound));

    [Fact]
    public void A_kl_near_zero_is_a_collapse_with_all_that_shows_it_and_what_to_try()
    {
        var finding = Assert.Single(ModelDoctor.Examine(
            Sound with { Kl = 0.02, MutualInformation = 0.01, MarginalKl = 0.01, ActiveUnits = 0, Use = UseOf(gain: 0.03) },
            new DiagnosedRecipe { Steps = 600 }));

        Assert.Equal((Ailment.PosteriorCollapse, Severity.Serious), (finding.Name, finding.Severity));
        Assert.Equal(
            "The vector says nothing of its text: the model is a language model, whose decoder has learnt to write without z (KL 0.02 nats a "
            + "sentence, I_q(x; z) 0.01, 0 of 4 dimensions active, and another sentence's z costs the decoder 0.03 ± 0.10). Vectors, "
            + "reconstructions and interpolations of it mean nothing, however good its bound is. Try objective.kl={ schedule = \"linear\", "
            + "from = 0.0, to = 1.0, end = 300 }, or objective.free_bits=0.25, or objective.word_dropout=0.4.",
            finding.Explanation);
    }

    [Fact]
    public void Where_training_holds_a_kl_no_weight_and_no_free_bits_are_advised() => Assert.Equal(
        ["objective.word_dropout=0.4", "objective.mutual_information=1.0", "objective.target_kl=8.0"],
        ModelDoctor.Examine(Sound with { Kl = 0.02 }, new DiagnosedRecipe { TargetKl = 4 })[0].Changes.Select(change => change.ToString()));

    [Fact]
    public void A_large_kl_that_the_decoder_does_not_hear_is_a_collapse_too()
    {
        var finding = ModelDoctor.Examine(Sound with { Use = UseOf(gain: 0.01) })[0];

        Assert.Equal(Severity.Serious, finding.Severity);
        Assert.StartsWith("The decoder ignores what the encoder writes into z", finding.Explanation, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.099, Severity.Serious)]
    [InlineData(0.1, Severity.Warning)]
    [InlineData(0.999, Severity.Warning)]
    public void Between_a_tenth_and_one_nat_the_vector_says_little(double kl, Severity severity) =>
        Assert.Equal(severity, ModelDoctor.Examine(Sound with { Kl = kl, MarginalKl = null })[0].Severity);

    [Fact]
    public void One_nat_is_enough() => Assert.Empty(ModelDoctor.Examine(Sound with { Kl = 1, MutualInformation = 1 }));

    [Fact]
    public void A_decoder_that_uses_z_for_the_first_tokens_alone_is_told_with_their_number()
    {
        var finding = Assert.Single(ModelDoctor.Examine(Sound with
        {
            Use = UseOf(gain: 3, positions: [new(1, 1, 100, 2, 3), new(2, 2, 100, 2, 2.9), new(3, 8, 600, 2, 2.01)]),
        }));

        Assert.Equal((Ailment.PrefixOnly, Severity.Warning), (finding.Name, finding.Severity));
        Assert.StartsWith(
            "After the first 2 tokens of a text the decoder hardly uses z: up to there z is worth 0.95 nats a token, after it 0.010, though "
            + "75 % of all tokens stand there.",
            finding.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_few_last_tokens_that_gain_nothing_are_no_finding() => Assert.Empty(ModelDoctor.Examine(Sound with
    {
        Use = UseOf(gain: 3, positions: [new(1, 5, 800, 2, 3), new(6, 8, 200, 2, 2)]),
    }));

    [Fact]
    public void A_rest_that_gains_a_tenth_of_a_nat_a_token_is_no_finding_however_much_the_first_token_gains() => Assert.Empty(ModelDoctor.Examine(Sound with
    {
        Use = UseOf(gain: 3, positions: [new(1, 1, 100, 2, 12), new(2, 8, 700, 2, 2.11)]),
    }));

    [Fact]
    public void Dimensions_that_say_nothing_are_counted()
    {
        var finding = Assert.Single(ModelDoctor.Examine(Sound with { ActiveUnits = 3, KlByDimension = [2, 2, 2, 0.001] }));

        Assert.Equal((Ailment.DeadDimensions, Severity.Notice), (finding.Name, finding.Severity));
        Assert.StartsWith("1 of the 4 dimensions of z say nothing of the text", finding.Explanation, StringComparison.Ordinal);
        Assert.Equal("model.latent=3", finding.Changes[0].ToString());
    }

    [Fact]
    public void A_posterior_wider_than_the_prior_is_told()
    {
        var finding = Assert.Single(ModelDoctor.Examine(Sound with { Use = Sound.Use! with { MeanVariance = [0.3, 1.1, 1.7, 0.2] } }));

        Assert.Equal(Ailment.OverdispersedPosterior, finding.Name);
        Assert.StartsWith(
            "q(z|x) is wider than the prior in 1 of 4 dimensions: their variance is up to 1.70 on average", finding.Explanation, StringComparison.Ordinal);
    }

    [Fact]
    public void A_marginal_far_from_the_prior_is_told_unless_the_estimate_is_cut_off_by_its_ceiling()
    {
        var far = Sound with { Kl = 12, MutualInformation = 6, MarginalKl = 6 };

        var finding = Assert.Single(ModelDoctor.Examine(far, new DiagnosedRecipe { KlWeight = 0.2 }));

        Assert.Equal(Ailment.FarFromPrior, finding.Name);
        Assert.Contains("KL(q(z) ‖ p(z)) is 6.00 nats, 50 % of the KL of 12.00.", finding.Explanation, StringComparison.Ordinal);
        Assert.Equal("objective.kl=1.0", Assert.Single(finding.Changes).ToString());
        Assert.Equal(
            "objective.target_kl=6.0",
            Assert.Single(Assert.Single(ModelDoctor.Examine(far, new DiagnosedRecipe { KlWeight = 0.1, TargetKl = 12 })).Changes).ToString());
        Assert.Empty(ModelDoctor.Examine(far with { MutualInformationCeiling = 6.5 }));
    }

    [Theory]
    [InlineData(0.2, 0.0, "objective.kl=0.1")]
    [InlineData(1.0, 4.0, "objective.target_kl=8.0")]
    public void A_model_that_says_little_is_not_told_to_say_more_and_to_say_less_at_once(double weight, double target, string more)
    {
        var weak = Sound with { Kl = 6, MutualInformation = 0.8, MarginalKl = 5.2, Use = Sound.Use! with { MeanVariance = [2, 2, 2, 2] } };
        var recipe = new DiagnosedRecipe { KlWeight = weight, TargetKl = target, KlIsAnnealed = true, WordDropout = 0.5, Steps = 300 };

        var findings = ModelDoctor.Examine(weak, recipe);

        Assert.Equal(
            [Ailment.PosteriorCollapse, Ailment.OverdispersedPosterior, Ailment.FarFromPrior], findings.Select(finding => finding.Name));
        Assert.Contains(more, findings[0].Changes.Select(change => change.ToString()));
        Assert.All(
            findings.Skip(1), finding => Assert.Equal("training.steps=600", Assert.Single(finding.Changes).ToString()));
    }

    [Fact]
    public void Where_vectors_that_mean_nothing_lie_is_no_finding() => Assert.Equal(
        [Ailment.PosteriorCollapse],
        ModelDoctor.Examine(Sound with { Kl = 6, MutualInformation = 0.05, MarginalKl = 5.95 }).Select(finding => finding.Name));

    [Fact]
    public void Where_the_information_is_cut_off_by_its_ceiling_the_bound_tells_how_far_the_marginal_is()
    {
        var far = Sound with { Kl = 30, MutualInformation = 6, MutualInformationCeiling = 6.5, MarginalKl = 24, Use = Sound.Use! with { MarginalKlBound = 9 } };

        var finding = Assert.Single(ModelDoctor.Examine(far));

        Assert.Equal(Ailment.FarFromPrior, finding.Name);
        Assert.Contains("KL(q(z) ‖ p(z)) is at least 9.00 nats, 30 % of the KL of 30.00.", finding.Explanation, StringComparison.Ordinal);
        Assert.Empty(ModelDoctor.Examine(far with { Use = far.Use with { MarginalKlBound = 7 } }));
    }

    [Theory]
    [InlineData(100, 5, true)]
    [InlineData(100, 2, false)]
    [InlineData(200, 5, false)]
    public void A_best_model_at_the_first_of_some_evaluations_is_told(long best, int evaluations, bool isFound) =>
        Assert.Equal(
            isFound ? [Ailment.BestAtFirstEvaluation] : [],
            ModelDoctor.Examine(Sound with { BestStep = best, Evaluations = evaluations }).Select(finding => finding.Name));

    [Fact]
    public void The_most_serious_finding_comes_first()
    {
        var findings = ModelDoctor.Examine(Sound with { ActiveUnits = 2, BestStep = 100, Kl = 0.5 });

        Assert.Equal(findings.OrderByDescending(finding => finding.Severity), findings);
        Assert.Equal(3, findings.Count);
    }

    [Fact]
    public void What_was_not_measured_is_no_finding() =>
        Assert.Empty(ModelDoctor.Examine(new DiagnosisFigures { Kl = 3, Latent = 2 }));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Every_change_that_is_advised_is_one_that_a_recipe_takes(int place)
    {
        var recipe = Recipes[place];
        var sick = Sound with
        {
            ActiveUnits = 0,
            Kl = 3,
            MarginalKl = 2.9,
            MutualInformation = 0.5,
            Evaluations = 9,
            BestStep = 100,
            Use = UseOf(gain: 3, positions: [new(1, 1, 10, 2, 3), new(2, 9, 90, 2, 2)]) with { MeanVariance = [2, 2, 2, 2] },
        };

        var findings = ModelDoctor.Examine(sick, recipe);

        Assert.Equal(Enum.GetValues<Ailment>().Order(), findings.Select(finding => finding.Name).Order());
        Assert.All(findings, finding => Assert.NotEmpty(finding.Changes));
        Assert.All(findings.SelectMany(finding => finding.Changes), change => Recipe.Parse("", settings: [change.ToString()]));
        Assert.All(findings, finding => Assert.Contains(finding.Changes[0].ToString(), finding.Explanation, StringComparison.Ordinal));
    }

    private static LatentUse UseOf(double gain, PositionBand[]? positions = null) => new()
    {
        Sentences = 100,
        Kl = 6,
        Reconstruction = 20,
        ReconstructionShuffled = 20 + gain,
        GainError = 0.1,
        MeanVariance = [0.2, 0.2, 0.2, 0.2],
        MarginalKlBound = 0.1,
        Positions = positions ?? [],
    };
}

using TextVae.Generation;

namespace TextVae.Tests.Generation;

public sealed class DecodingOptionsTests
{
    private static readonly DecodingOptions Beam = new() { Strategy = DecodingStrategy.Beam };
    private static readonly DecodingOptions Sample = new() { Strategy = DecodingStrategy.Sample };

    public static TheoryData<DecodingOptions, string> Wrong => new()
    {
        { Sample with { Temperature = 0 }, "The temperature is 0; it has to be above 0 and at most 100." },
        { Sample with { TopK = -1 }, "The top-k is -1; it has to be at least 1, or 0 for all words." },
        { Sample with { TopP = 0 }, "The top-p is 0; it has to be above 0 and at most 1." },
        { Sample with { TopP = double.NaN }, "The top-p is NaN; it has to be above 0 and at most 1." },
        { Sample with { TopP = 1.5 }, "The top-p is 1.5; it has to be above 0 and at most 1." },
        { Beam with { TopK = 5 }, Idle("TopK", "draws", "beam", "sample or mbr") },
        { new() { TopP = 0.9, Strategy = DecodingStrategy.Greedy }, Idle("TopP", "draws", "greedy", "sample or mbr") },
        { new() { Temperature = 2, Beam = 4 }, Idle("Temperature", "draws", "beam", "sample or mbr") },
        { Sample with { Beam = 4 }, Idle("Beam", "a beam", "sample", "beam") },
        { Sample with { LengthPower = 0 }, Idle("LengthPower", "a beam", "sample", "beam") },
        { Sample with { Candidates = 4 }, Idle("Candidates", "minimum Bayes risk", "sample", "mbr") },
        { Sample with { Candidates = 0 }, "The candidates are 0; they have to be between 1 and 1000." },
        { Sample with { MinimumLength = -1 }, "The minimum length is -1; it has to be between 0 and the maximum of 200 words." },
        {
            Sample with { MinimumLength = 8, MaximumLength = 7 },
            "The minimum length is 8; it has to be between 0 and the maximum of 7 words."
        },
        {
            Sample with { NoRepeatNgram = -2 },
            "The n-grams that are not repeated have -2 words; it has to be 1 to 100, or 0 for none."
        },
        { Sample with { Forbidden = [3] }, "The word 3 is forbidden or required; padding, start and end are no words of a text." },
        { Beam with { Required = [0] }, "The word 0 is forbidden or required; padding, start and end are no words of a text." },
        { Beam with { Required = [5], Forbidden = [4, 5] }, "The word 5 is both forbidden and required." },
        { Beam with { Required = [5, 4, 5] }, "The word 5 is required 2 times; require it once." },
        {
            Sample with { Required = [5] },
            Idle("Required", "a beam", "sample", "beam")
        },
        { Beam with { Required = [4, 5], MaximumLength = 1 }, "The required words are 2; a text has at most 1 words." },
        { Beam with { Required = [.. Enumerable.Range(4, 65)] }, "The required words are 65; there can be at most 64." },
        { Beam with { Forbidden = [7] }, "The word 7 is forbidden or required; the model's words are 0 to 6." },
        { Beam with { Required = [-1] }, "The word -1 is forbidden or required; the model's words are 0 to 6." },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void What_cannot_be_is_told_before_anything_is_decoded(DecodingOptions options, string problem)
    {
        using var model = Tiny.NewAutoencoder();

        var message = Assert.Throws<RecipeException>(() => new TextGenerator(model, options)).Message;

        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once() => Assert.Equal(
        [
            "The top-p is 2; it has to be above 0 and at most 1.",
            "The beam is 0; it has to be between 1 and 10000.",
            "The minimum length is 9; it has to be between 0 and the maximum of 8 words.",
            "The word 2 is forbidden or required; padding, start and end are no words of a text.",
            Idle("TopP", "draws", "beam", "sample or mbr"),
        ],
        new DecodingOptions { TopP = 2, Beam = 0, MinimumLength = 9, MaximumLength = 8, Forbidden = [2] }.Problems());

    [Theory]
    [InlineData(null, DecodingStrategy.Sample)]
    [InlineData("Temperature", DecodingStrategy.Sample)]
    [InlineData("TopP", DecodingStrategy.Sample)]
    [InlineData("Candidates", DecodingStrategy.MinimumBayesRisk)]
    [InlineData("Hypotheses", DecodingStrategy.Beam)]
    [InlineData("Required", DecodingStrategy.Beam)]
    public void Options_that_only_some_strategies_have_ask_for_one(string? option, DecodingStrategy expected)
    {
        var options = option switch
        {
            "Temperature" => new DecodingOptions { Temperature = 0.7, Seed = 7 },
            "TopP" => new DecodingOptions { TopP = 0.7 },
            "Candidates" => new DecodingOptions { Candidates = 7, Temperature = 0.7 },
            "Hypotheses" => new DecodingOptions { Hypotheses = 7 },
            "Required" => new DecodingOptions { Required = [7] },
            _ => new DecodingOptions { MaximumLength = 7, Seed = 7 },
        };

        Assert.Equal(expected, options.StrategyOr(DecodingStrategy.Sample));
        Assert.Equal(DecodingStrategy.Greedy, (options with { Strategy = DecodingStrategy.Greedy }).StrategyOr(DecodingStrategy.Sample));
    }

    private static string Idle(string option, string of, string strategy, string others) =>
        $"{option} is an option of {of}, and these texts are made by the strategy {strategy}. Leave it away, or choose the strategy {others}.";

    [Fact]
    public void The_standard_options_and_all_at_once_of_a_strategy_can_be_used() => Assert.All(
        [
            new DecodingOptions(), Beam, Sample, new DecodingOptions { Strategy = DecodingStrategy.MinimumBayesRisk, TopK = 4, TopP = 0.5 },
            Beam with { Required = [4, 5], Forbidden = [6], MinimumLength = 2, NoRepeatNgram = 2, Groups = 4, Hypotheses = 4 },
        ],
        options => Assert.Empty(options.Problems()));
}

using TextVae.Corpus;
using TextVae.Evaluation;

namespace TextVae.Tests.Evaluation;

public sealed class PredictiveChecksTests
{
    private static readonly Vocabulary Words = new(["a", "b", "c"]);

    private static readonly int[][] Training = [[4, 5], [4, 5, 6], [4, 5, 4, 5]];

    [Fact]
    public void The_figures_are_means_and_shares_of_all_pairs()
    {
        var statistics = new PredictiveStatistics(Training, Words, pairs: 2);

        // Pairs: ab known, ba known, ab again, cc unknown.
        var found = Check(statistics, [[4, 5, 4, 5], [6, 6], [4, 4, 4, 4, 4]], [[4, 5]], seed: 1);

        Assert.Equal(
            ["length_mean", "length_deviation", "length_short", "length_long", "bigrams_known", "bigrams_repeated", "bigram a b", "bigram b a"],
            found.Select(check => check.Check));
        double[] expected = [11 / 3.0, Math.Sqrt(15 - (121 / 9.0)), 1 / 3.0, 1 / 3.0, 3 / 8.0, 4 / 8.0, 2 / 8.0, 1 / 8.0];
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second.Real, 1e-12));
        Assert.All(found.Zip([2.0, 0, 1, 0, 1, 0, 1, 0]), pair => Assert.Equal(pair.Second, pair.First.Sampled));
    }

    [Fact]
    public void A_text_of_any_length_is_counted()
    {
        var found = Check(new PredictiveStatistics(Training, Words, pairs: 0), [new int[60_000]], [[4, 5]], seed: 1);

        Assert.Equal((60_000, 0), (found[0].Real, found[1].Real));
    }

    [Fact]
    public void What_every_set_has_is_likely_and_what_none_has_is_as_unlikely_as_sets_can_tell()
    {
        var found = Check(new PredictiveStatistics(Training, Words, pairs: 0), [[4, 5], [5, 4]], [[4, 5], [4, 5]], seed: 1);

        Assert.Equal((2, 2, 2, 1), (found[0].Real, found[0].Low, found[0].High, found[0].P));
        Assert.Equal(1, found[4].P);
        var longer = Check(new PredictiveStatistics(Training, Words, pairs: 0), [[4, 5, 6]], [[4, 5], [4, 5]], seed: 1);
        Assert.Equal(2 / 200.0, longer[0].P, 1e-12);
    }

    [Fact]
    public void Texts_of_the_same_model_are_found_unlikely_about_as_often_as_p_says()
    {
        var statistics = new PredictiveStatistics(Training, Words, pairs: 0);
        var random = new RandomStream(5);
        int[][] Draw() => [.. Enumerable.Range(0, 40).Select(_ => new int[random.NextInt(10)])];

        var unlikely = Enumerable.Range(0, 200).Count(seed => Check(statistics, Draw(), Draw(), seed)[0].P <= 0.2);

        Assert.InRange(unlikely, 20, 60);
    }

    [Fact]
    public void The_order_of_texts_means_nothing()
    {
        var statistics = new PredictiveStatistics(Training, Words, pairs: 2);
        int[][] real = [[4, 5], [6], [5, 5, 4]];
        int[][] sampled = [[4], [4, 5, 6], [6, 6], [5, 4]];

        Assert.Equal(Check(statistics, real, sampled, seed: 1), Check(statistics, [.. real.Reverse()], [.. sampled.Reverse()], seed: 1));
    }

    private static IReadOnlyList<PredictiveCheck> Check(PredictiveStatistics statistics, int[][] real, int[][] sampled, long seed) =>
        new PredictiveChecks(statistics, replications: 199, seed).Of(real, sampled, TestContext.Current.CancellationToken);
}

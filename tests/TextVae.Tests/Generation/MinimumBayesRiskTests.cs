using TextVae.Generation;
using TorchSharp;

namespace TextVae.Tests.Generation;

public sealed class MinimumBayesRiskTests
{
    private static readonly DecodingOptions Options =
        new() { Strategy = DecodingStrategy.MinimumBayesRisk, Candidates = 9, MaximumLength = 6 };

    [Theory]
    [InlineData(new[] { 4, 5 }, new[] { 4, 5 }, 1)]
    [InlineData(new int[0], new int[0], 1)]
    [InlineData(new int[0], new[] { 4 }, 0)]
    [InlineData(new[] { 4 }, new[] { 5 }, 0)]
    [InlineData(new[] { 4 }, new[] { 4, 5 }, ((2.0 / 3) + 0) / 2)]
    [InlineData(new[] { 4, 5 }, new[] { 5, 4 }, (1.0 + 0) / 2)]
    [InlineData(new[] { 4, 4, 4 }, new[] { 4, 5 }, ((2.0 / 5) + 0 + 0) / 3)]
    [InlineData(new[] { 4, 5, 6, 4, 5 }, new[] { 4, 5, 6 }, ((6.0 / 8) + (4.0 / 6) + (2.0 / 4) + 0) / 4)]
    public void Likeness_is_the_mean_of_the_f1_of_n_grams(int[] left, int[] right, double expected)
    {
        var similarity = new NGramSimilarity([left, [9, 9], right]);

        Assert.Equal(expected, similarity[0, 2], 1e-12);
        Assert.Equal(expected, similarity[2, 0], 1e-12);
    }

    [Fact]
    public void Likeness_of_random_texts_is_that_of_counted_n_grams()
    {
        var random = new RandomStream(5);
        int[] Text() => [.. Enumerable.Range(0, random.NextInt(9)).Select(_ => random.NextInt(3))];
        int[][] texts = [.. Enumerable.Range(0, 30).Select(_ => Text())];
        var similarity = new NGramSimilarity(texts);

        foreach (var (i, left) in texts.Index())
        {
            foreach (var (j, right) in texts.Index())
                Assert.Equal(Naive(left, right), similarity[i, j], 1e-12);
        }
    }

    [Fact]
    public void The_text_with_the_highest_mean_likeness_to_all_others_is_given_and_not_the_most_probable()
    {
        GeneratedText[] drawn = [new([4, 5, 6], -9), new([7, 8], -1), new([4, 5, 7], -8), new([4, 5, 6, 7], -12), new([7, 8, 9, 9], -20)];

        Assert.Same(drawn[3], MinimumBayesRisk.Best(drawn));
        Assert.Same(drawn[1], MinimumBayesRisk.Best([.. drawn, drawn[1], drawn[1], drawn[1], drawn[1]]));
    }

    [Fact]
    public void Of_equally_good_texts_the_more_probable_is_given()
    {
        GeneratedText[] drawn = [new([4], -3), new([5], -2)];

        Assert.Same(drawn[1], MinimumBayesRisk.Best(drawn));
        Assert.Same(drawn[0], MinimumBayesRisk.Best([drawn[0]]));
    }

    [Fact]
    public void Of_many_draws_the_text_is_given_whose_expected_likeness_over_all_texts_is_highest()
    {
        using var model = Tiny.NewAutoencoder();
        var options = Options with { Candidates = 1000, MaximumLength = 3 };
        var z = torch.randn(5, 2, generator: new torch.Generator(1));

        var found = Decoding.With(model, z, 5, labels: null, texts => MinimumBayesRisk.Decode(texts, options, first: 0));

        for (var row = 0; row < 5; row++)
        {
            var all = NaiveRules.Distribution(model, z.narrow(0, row, 1), options)
                .Select(text => (Words: Parsed(text.Key), Probability: text.Value)).ToArray();
            double Expected(int[] words) => all.Sum(other => other.Probability * Naive(words, other.Words));
            // A mean of 1000 utilities between 0 and 1 has a standard error of at most 0.016.
            Assert.InRange(Expected(found[row].Words), all.Max(text => Expected(text.Words)) - 0.05, 1);
        }
    }

    [Fact]
    public void It_is_seeded_and_no_text_depends_on_what_is_decoded_beside_it()
    {
        using var model = Tiny.NewAutoencoder();
        // More candidates than are drawn at once, for as many texts.
        var options = Options with { Candidates = 20 };
        using var generator = new TextGenerator(model, options);
        using var other = new TextGenerator(model, options with { Seed = 2 });

        var many = generator.Sample(60).Select(text => text.Words).ToArray();

        Assert.Equal(many, generator.Sample(60).Select(text => text.Words));
        Assert.Equal(many[..3], generator.Sample(3).Select(text => text.Words));
        Assert.NotEqual(many, other.Sample(60).Select(text => text.Words));
    }

    [Fact]
    public void Candidates_are_drawn_by_the_rules_of_draws()
    {
        using var model = Tiny.NewAutoencoder();
        var z = torch.randn(20, 2);
        GeneratedText[] Decode(DecodingOptions options) =>
            Decoding.With(model, z, 20, labels: null, texts => MinimumBayesRisk.Decode(texts, options, first: 0));
        var rules = Options with { Forbidden = [4], NoRepeatNgram = 1, MinimumLength = 2 };

        Assert.All(Decode(rules), text => Assert.True(NaiveRules.AreMet(rules, text.Words)));
        var greedy = Decoding.Stepwise(model, z, 20, Options with { Strategy = DecodingStrategy.Greedy });
        Assert.Equal(greedy.Select(text => text.Words), Decode(Options with { TopK = 1 }).Select(text => text.Words));
    }

    private static int[] Parsed(string text) => [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(int.Parse)];

    private static double Naive(int[] left, int[] right)
    {
        var scores = new List<double>();
        for (var n = 1; n <= 4; n++)
        {
            var (ofLeft, ofRight) = (Grams(left, n), Grams(right, n));
            if (ofLeft.Count + ofRight.Count == 0)
                continue;
            var total = ofLeft.Count + ofRight.Count;
            var shared = ofLeft.Count(ofRight.Remove);
            scores.Add(2.0 * shared / total);
        }

        return scores.Count == 0 ? 1 : scores.Average();
    }

    private static List<string> Grams(int[] words, int n) =>
        [.. Enumerable.Range(0, Math.Max(0, words.Length - n + 1)).Select(i => string.Join(' ', words[i..(i + n)]))];
}

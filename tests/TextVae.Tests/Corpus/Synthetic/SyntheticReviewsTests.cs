using TextVae.Corpus.Synthetic;

namespace TextVae.Tests.Corpus.Synthetic;

public sealed class SyntheticReviewsTests
{
    private static readonly Lazy<SyntheticReview[]> Many = new(() => [.. SyntheticReviews.Generate(20_000, seed: 11)]);

    [Fact]
    public void The_mean_over_many_reviews_agrees_with_the_exact_entropy()
    {
        var sample = SyntheticSplit.Of([.. Many.Value.Select(review => review.NegativeLogProbability)]);

        var distance = Math.Abs(sample.MeanNegativeLogProbability - SyntheticReviews.EntropyPerReview);

        Assert.InRange(distance, 0, 4 * sample.StandardError!.Value);
    }

    [Fact]
    public void A_review_is_recovered_from_its_text_and_from_its_lower_cased_tokens()
    {
        foreach (var review in Many.Value.Take(5_000))
        {
            var tokenized = string.Join(' ', ReviewText.Tokenize(review.Text));
            Assert.Equivalent(review, SyntheticReviews.Parse(review.Text), strict: true);
            Assert.Equal(review.NegativeLogProbability, SyntheticReviews.NegativeLogProbability(tokenized));
        }
    }

    [Fact]
    public void Factors_are_as_frequent_as_their_tables_say()
    {
        AssertFrequencies("kind", review => review.Kind);
        AssertFrequencies("stars", review => $"{review.Stars}");
        AssertFrequencies("greeting", review => review.HasGreeting ? "yes" : "no");
    }

    [Fact]
    public void A_review_tells_its_factors()
    {
        var review = SyntheticReviews.Parse(
            "Hi all. We booked a quiet room for the weekend. It was lovely. The room was clean, but the breakfast "
            + "was quite plain. On the other hand, the prices are fair. We will be back soon.");

        Assert.Equal("hotel", review.Kind);
        Assert.Equal(4, review.Stars);
        Assert.True(review.HasGreeting);
        Assert.Equal("together", review.Opening);
        Assert.Equal(["room", "price"], review.Praised);
        Assert.Equal(["breakfast"], review.Blamed);
        Assert.Equal("return", review.Closing);
        Assert.Equal(6, review.Length);
    }

    [Fact]
    public void The_entropies_of_the_factors_and_the_wording_sum_to_the_whole()
    {
        var parts = SyntheticReviews.EntropyByFactor();

        Assert.Equal(
            ["greeting", "kind", "stars", "opening", "aspects", "sentiment", "closing", "wording"], parts.Keys);
        Assert.Equal(SyntheticReviews.EntropyPerReview, parts.Values.Sum(), 9);
        Assert.Equal(Table("kind").Entropy, parts["kind"], 12);
        Assert.Equal(Table("stars").Entropy, parts["stars"], 12);
        Assert.InRange(parts["kind"] + parts["stars"] + parts["aspects"] + parts["sentiment"], 5, 10);
    }

    [Fact]
    public void Every_factor_table_is_a_distribution() => Assert.All(SyntheticReviews.Factors, table =>
    {
        Assert.Equal(1, table.Probabilities.Values.Sum(), 12);
        Assert.All(table.Probabilities.Values, probability => Assert.InRange(probability, 0.001, 0.999));
    });

    [Fact]
    public void Reviews_are_short_and_of_few_words_without_digits()
    {
        string[][] tokens = [.. Many.Value.Select(review => ReviewText.Tokenize(review.Text).ToArray())];

        Assert.InRange(tokens.Average(review => review.Length), 20, 30);
        Assert.InRange(tokens.SelectMany(review => review).Distinct().Count(), 300, 450);
        Assert.DoesNotContain(Many.Value, review => review.Text.Any(char.IsDigit));
    }

    [Fact]
    public void The_seed_decides_the_reviews()
    {
        Assert.Equal(Texts(seed: 5), Texts(seed: 5));
        Assert.NotEqual(Texts(seed: 5), Texts(seed: 6));

        static string[] Texts(int seed) => [.. SyntheticReviews.Generate(20, seed).Select(review => review.Text)];
    }

    [Fact]
    public void The_reviews_of_a_seed_are_the_same_on_every_platform() => Assert.Equal(
        [
            "We came here for a birthday recently. It was wonderful! The waitress was patient. The prices are very reasonable. "
                + "Highly recommended.",
            "The worst restaurant in town. The waitress was on the phone the whole time and it was overpriced! Never again!",
        ],
        SyntheticReviews.Generate(2, seed: 1).Select(review => review.Text));

    [Theory]
    [InlineData("Avoid this blue hotel.", "leaves the grammar at token 3, \"blue\"")]
    [InlineData("Avoid this hotel", "ends too early, after 3 tokens")]
    [InlineData("", "ends too early, after 0 tokens")]
    [InlineData("avoid this hotel . <unk>", "leaves the grammar at token 5, \"<\"")]
    public void A_text_that_the_grammar_cannot_make_is_refused(string text, string where)
    {
        var error = Assert.Throws<DataException>(() => SyntheticReviews.NegativeLogProbability(text));

        Assert.Equal(
            $"The text \"{text}\" is not a review of the synthetic grammar: it {where}. Only the reviews that the "
            + "grammar can make have a probability; case and spaces do not matter, every word and punctuation mark does.",
            error.Message);
    }

    [Fact]
    public void A_long_text_is_quoted_in_part()
    {
        var text = string.Join(' ', Enumerable.Repeat("avoid", 100));

        var error = Assert.Throws<DataException>(() => SyntheticReviews.Parse(text));

        Assert.StartsWith($"The text \"{text[..200]}…\" is not a review", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_negative_count_is_refused_at_once() =>
        Assert.Throws<ArgumentOutOfRangeException>("count", () => SyntheticReviews.Generate(-1, seed: 1));

    private static FactorTable Table(string factor) => SyntheticReviews.Factors.Single(table => table.Factor == factor);

    private static void AssertFrequencies(string factor, Func<SyntheticReview, string> valueOf)
    {
        var count = Many.Value.Length;
        var counts = Many.Value.CountBy(valueOf).ToDictionary();
        foreach ((var value, var p) in Table(factor).Probabilities)
        {
            var error = Math.Sqrt(p * (1 - p) / count);
            Assert.InRange((double)counts[value] / count, p - (4 * error), p + (4 * error));
        }
    }
}

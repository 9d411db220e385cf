using System.Collections.ObjectModel;
using TextVae.Corpus.Synthetic;
using TextVae.Corpus.Synthetic.Grammar;

namespace TextVae.Tests.Corpus.Synthetic.Grammar;

public sealed class PhraseTests
{
    private static readonly Phrase Small = PhraseNotation.Read(
        ["the {soup*3|old {fish|bread*2}} was {|very} good*4", "i liked it"],
        ReadOnlyDictionary<string, string>.Empty);

    private static readonly string[] SmallTexts =
    [
        "the soup was good", "the soup was very good", "the old fish was good", "the old fish was very good",
        "the old bread was good", "the old bread was very good", "i liked it",
    ];

    [Fact]
    public void Probabilities_of_all_texts_sum_to_one() =>
        Assert.Equal(1, SmallTexts.Sum(text => Math.Exp(-NegativeLogProbability(text))), 12);

    [Theory]
    [InlineData("the soup was good", 0.8 * 0.75 * 0.5)]
    [InlineData("the old bread was very good", 0.8 * 0.25 * 2 / 3 * 0.5)]
    [InlineData("i liked it", 0.2)]
    public void Probability_is_the_product_of_the_weights(string text, double probability) =>
        Assert.Equal(-Math.Log(probability), NegativeLogProbability(text), 12);

    [Fact]
    public void Entropy_by_recursion_is_the_entropy_of_the_listed_texts() =>
        Assert.Equal(
            SmallTexts.Select(NegativeLogProbability).Sum(nats => Math.Exp(-nats) * nats), Small.Entropy(), 12);

    [Fact]
    public void Entropy_is_shared_among_the_named_choices()
    {
        var grammar = new Sequence(
            new Choice("stars", [new(1, new Words(["bad"]), "1"), new(3, Small, "5")]),
            new Choice("closing", [new(1, Words.None, "none"), new(1, new Words(["thanks"]), "thanks")]));

        Assert.Equal(FactorTable.EntropyOf([0.25, 0.75]), grammar.Entropy("stars"), 12);
        Assert.Equal(Math.Log(2), grammar.Entropy("closing"), 12);
        Assert.Equal(0.75 * Small.Entropy(), grammar.Entropy(Choice.Wording), 12);
        string[] factors = ["stars", "closing", Choice.Wording];
        Assert.Equal(factors.Sum(grammar.Entropy), grammar.Entropy(), 12);
    }

    [Fact]
    public void Texts_are_drawn_as_often_as_they_are_probable()
    {
        const int draws = 20_000;
        var random = new RandomStream(3);
        var counts = new Dictionary<string, int>();
        for (var i = 0; i < draws; i++)
        {
            var tokens = new List<string>();
            var trace = Small.Sample(random, tokens, default);
            var text = string.Join(' ', tokens);
            Assert.Equal(NegativeLogProbability(text), trace.NegativeLogProbability, 12);
            Assert.Equal(tokens.Count, trace.Position);
            counts[text] = counts.GetValueOrDefault(text) + 1;
        }

        Assert.All(SmallTexts, text =>
        {
            var p = Math.Exp(-NegativeLogProbability(text));
            Assert.InRange((double)counts[text] / draws, p - (4 * Error(p)), p + (4 * Error(p)));
        });

        static double Error(double p) => Math.Sqrt(p * (1 - p) / draws);
    }

    [Fact]
    public void All_readings_of_an_ambiguous_text_are_found()
    {
        var ambiguous = PhraseNotation.Read(["a {b|} {b|} c"], ReadOnlyDictionary<string, string>.Empty);

        Assert.Equal(2, ambiguous.Parse(new TokenInput(["a", "b", "c"]), default).Count());
    }

    private static double NegativeLogProbability(string text)
    {
        var tokens = ReviewText.Tokenize(text);
        return Assert.Single(Small.Parse(new TokenInput(tokens), default), trace => trace.Position == tokens.Count)
            .NegativeLogProbability;
    }
}

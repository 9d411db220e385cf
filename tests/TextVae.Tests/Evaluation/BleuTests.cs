using TextVae.Evaluation;

namespace TextVae.Tests.Evaluation;

public sealed class BleuTests
{
    [Fact]
    public void A_text_that_is_its_reference_has_100() => Assert.Equal(100, Bleu.OfCorpus([[1, 2, 3, 4, 5]], [[1, 2, 3, 4, 5]]), 1e-9);

    [Fact]
    public void Counts_are_clipped_by_the_reference_and_summed_over_texts_before_they_are_divided()
    {
        // 1 1 1 1 1 beside 1 1 2 3 4: unigrams 2/5, bigrams 1/4, trigrams 0/3, 4-grams 0/2; the other text has all of 5, 4, 3, 2.
        var score = Bleu.OfCorpus([[1, 1, 1, 1, 1], [5, 6, 7, 8, 9]], [[1, 1, 2, 3, 4], [5, 6, 7, 8, 9]]);

        Assert.Equal(100 * Math.Pow(7 / 10.0 * (5 / 8.0) * (3 / 6.0) * (2 / 4.0), 0.25), score, 1e-9);
    }

    [Fact]
    public void The_first_order_without_a_match_counts_half_a_match_and_the_next_a_quarter()
    {
        // 2 of 4 words, 1 of 3 pairs, none of 2 triples, none of 1 quadruple.
        var score = Bleu.OfCorpus([[1, 2, 8, 9]], [[1, 2, 3, 4]]);

        Assert.Equal(100 * Math.Pow(2 / 4.0 * (1 / 3.0) * (0.5 / 2) * (0.25 / 1), 0.25), score, 1e-9);
    }

    [Fact]
    public void What_is_too_short_pays_and_what_is_too_long_does_not()
    {
        Assert.Equal(100 * Math.Exp(1 - (8 / 5.0)), Bleu.OfCorpus([[1, 2, 3, 4, 5]], [[1, 2, 3, 4, 5, 6, 7, 8]]), 1e-9);
        Assert.Equal(
            100 * Math.Pow(5 / 8.0 * (4 / 7.0) * (3 / 6.0) * (2 / 5.0), 0.25),
            Bleu.OfCorpus([[1, 2, 3, 4, 5, 6, 7, 8]], [[1, 2, 3, 4, 5]]),
            1e-9);
    }

    [Fact]
    public void Lengths_are_summed_before_they_are_compared() =>
        Assert.Equal(
            100 * Math.Pow(9 / 10.0 * (7 / 8.0) * (5 / 6.0) * (3 / 4.0), 0.25),
            Bleu.OfCorpus([[1, 2, 3, 4, 5, 6], [1, 2, 3, 4]], [[1, 2, 3, 4, 5], [1, 2, 3, 4, 5]]),
            1e-9);

    /// <summary>The corpus of sacrebleu's README and its own tests, with two references, cut as each of its tokenizers does.</summary>
    [Theory]
    [InlineData(
        48.530827, "The dog bit the man . | It wasn't surprising . | The man had just bitten him .",
        "The dog bit the man . | It was not unexpected . | The man bit him first .",
        "The dog had bit the man . | No one was surprised . | The man had bitten the dog .")]
    [InlineData(
        49.1919566, "The dog bit the man. | It wasn't surprising. | The man had just bitten him.",
        "The dog bit the man. | It was not unexpected. | The man bit him first.",
        "The dog had bit the man. | No one was surprised. | The man had bitten the dog.")]
    public void The_published_examples_of_sacrebleu_have_their_published_scores(double expected, string texts, params string[] references)
    {
        var ids = new Dictionary<string, int>();
        int IdOf(string word)
        {
            ids.TryAdd(word, ids.Count);
            return ids[word];
        }

        int[][] Cut(string lines) => [.. lines.Split(" | ").Select(line => line.Split(' ').Select(IdOf).ToArray())];
        var counts = new BleuCounts();
        var ofReferences = Array.ConvertAll(references, Cut);
        foreach (var (place, text) in Cut(texts).Index())
        {
            int[][] own = [.. ofReferences.Select(reference => reference[place])];
            counts.Add(
                text, own.Select(reference => reference.Length).OrderBy(length => Math.Abs(length - text.Length)).ThenBy(length => length).First(),
                gram => own.Max(reference => Enumerable.Range(1, 4).SelectMany(order => NGram.Of(reference, order)).Count(gram.Equals)));
        }

        Assert.Equal(expected, counts.Score(isEffectiveOrder: false), 1e-6);
    }

    [Fact]
    public void Without_any_match_or_any_four_words_in_a_row_it_is_0()
    {
        Assert.Equal(0, Bleu.OfCorpus([[1, 2, 3, 4]], [[5, 6, 7, 8]]));
        Assert.Equal(0, Bleu.OfCorpus([[1, 2, 3]], [[1, 2, 3]]));
        Assert.Equal(0, Bleu.OfCorpus([[]], [[1, 2]]));
    }

    [Fact]
    public void Texts_and_references_are_pairs() =>
        Assert.Equal(
            "There are 1 texts and 2 references. (Parameter 'references')",
            Assert.Throws<ArgumentException>(() => Bleu.OfCorpus([[1]], [[1], [2]])).Message);
}

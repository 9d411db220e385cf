using TextVae.Corpus;
using TextVae.Evaluation.NGrams;

namespace TextVae.Tests.Evaluation.NGrams;

public sealed class KneserNeyTests
{
    private const int A = 4;
    private const int B = 5;
    private const int C = 6;

    // Three words, the unknown one and the end token.
    private const int Types = 5;

    /// <summary>
    /// "a b" and "a c", in pairs. Single words count the tokens before them: a, b and c have 1, the end has 2. Pairs:
    /// (start, a) 2, all others 1. No count gives discounts, so they are ½ and 1.
    /// </summary>
    [Theory]
    [InlineData(0.5 / 5 + 0.5 / 5, new int[0], A)]
    [InlineData(1 / 5.0 + 0.5 / 5, new int[0], Vocabulary.End)]
    [InlineData(0.5 / 5, new int[0], Vocabulary.Unknown)]
    [InlineData(1 / 2.0 + 1 / 2.0 * 0.2, new[] { Vocabulary.Start }, A)]
    [InlineData(0.5 / 2 + 0.5 * 0.2, new[] { A }, B)]
    [InlineData(0.5 * 0.3, new[] { A }, Vocabulary.End)]
    [InlineData(0.5 + 0.5 * 0.3, new[] { A, B }, Vocabulary.End)]
    [InlineData(0.2, new[] { Vocabulary.Unknown }, C)]
    public void Probabilities_are_those_worked_by_hand(double expected, int[] history, int word) =>
        Assert.Equal(expected, KneserNey.Train([[A, B], [A, C]], Types, order: 2).Probability(history, word), 1e-12);

    [Fact]
    public void A_text_has_the_product_of_its_words_and_its_end_and_perplexity_counts_both()
    {
        var model = KneserNey.Train([[A, B], [A, C]], Types, order: 2);

        Assert.Equal(-Math.Log(0.6 * 0.35 * 0.65), model.NegativeLogLikelihood([A, B]), 1e-12);
        Assert.Equal(Math.Pow(0.6 * 0.35 * 0.65, -1 / 3.0), model.Perplexity([[A, B]]), 1e-12);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    public void Every_order_agrees_with_the_equations_written_down_plainly_and_sums_to_one(int order)
    {
        var texts = RandomTexts(count: 60, seed: 1);
        var model = KneserNey.Train(texts, Types, order);
        var plain = new NaiveKneserNey(texts, Types, order);
        int[] predicted = [Vocabulary.Unknown, Vocabulary.End, A, B, C];
        foreach (var text in RandomTexts(count: 20, seed: 2))
        {
            int[] history = [Vocabulary.Start, .. text];
            Assert.Equal(1, predicted.Sum(word => model.Probability(history, word)), 1e-12);
            Assert.All(predicted, word => Assert.Equal(plain.Probability(history, word), model.Probability(history, word), 1e-12));
        }
    }

    [Fact]
    public void The_order_of_texts_means_nothing()
    {
        var (texts, tried) = (RandomTexts(count: 50, seed: 3), RandomTexts(count: 30, seed: 4));

        Assert.Equal(
            KneserNey.Train(texts, Types).Perplexity(tried),
            KneserNey.Train(texts.Reverse(), Types).Perplexity([.. tried.Reverse()]));
    }

    [Fact]
    public void Discounts_are_Chen_and_Goodmans()
    {
        // n₁ = 6, n₂ = 3, n₃ = 2, n₄ = 1, so Y = ½.
        var found = Discounts.Of([1, 1, 1, 1, 1, 1, 2, 2, 2, 3, 3, 4, 9]);

        Assert.Equal(1 - (2 * 0.5 * 3 / 6), found.OfOne, 1e-12);
        Assert.Equal(2 - (3 * 0.5 * 2 / 3), found.OfTwo, 1e-12);
        Assert.Equal(3 - (4 * 0.5 * 1 / 2), found.OfMore, 1e-12);
        Assert.Equal((0, found.OfOne, found.OfTwo, found.OfMore), (found.Off(0), found.Off(1), found.Off(2), found.Off(7)));
    }

    [Theory]
    [InlineData(1, 1, 2, 2, 2, 2)]
    [InlineData(1, 2, 3, 3, 3, 3, 3, 3, 3)]
    public void Counts_that_give_no_discounts_have_KenLMs(params int[] counts) =>
        Assert.Equal(Discounts.Fallback, Discounts.Of(counts));

    [Fact]
    public void What_is_no_text_is_refused()
    {
        Assert.Equal(
            "There is no text to count. (Parameter 'texts')",
            Assert.Throws<ArgumentException>(() => KneserNey.Train([], Types)).Message);
        Assert.Equal(
            "A text holds id 3, which is no word. (Parameter 'text')",
            Assert.Throws<ArgumentException>(() => KneserNey.Train([[A, Vocabulary.End]], Types)).Message);
    }

    [Theory]
    [InlineData(20)]
    [InlineData(40)]
    public void It_stops_between_texts_and_while_it_sorts_what_it_has_read(int texts)
    {
        using var stopping = new CancellationTokenSource();
        var read = 0;
        IEnumerable<int[]> Texts()
        {
            foreach (var text in RandomTexts(count: 40, seed: 5))
            {
                read++;
                yield return text;
                if (read == texts)
                    stopping.Cancel();
            }
        }

        var stopped = Assert.Throws<OperationCanceledException>(() => KneserNey.Train(Texts(), Types, cancellation: stopping.Token));

        Assert.Equal((stopping.Token, Math.Min(texts + 1, 40)), (stopped.CancellationToken, read));
        Assert.Throws<OperationCanceledException>(() => KneserNey.Train([[A]], Types).Perplexity([[A]], stopping.Token));
    }

    private static int[][] RandomTexts(int count, int seed)
    {
        var random = new RandomStream(seed);
        int[] words = [Vocabulary.Unknown, A, A, A, B, B, C];
        return [.. Enumerable.Range(0, count).Select(_ =>
            Enumerable.Range(0, random.NextInt(7)).Select(_ => words[random.NextInt(words.Length)]).ToArray())];
    }
}

using TextVae.Evaluation;

namespace TextVae.Tests.Evaluation;

public sealed class SelfBleuTests
{
    [Fact]
    public void Equal_texts_have_100_and_texts_without_a_common_word_0()
    {
        Assert.Equal(100, SelfBleu.Of([[1, 2, 3, 4], [1, 2, 3, 4], [1, 2, 3, 4]])!.Value, 1e-9);
        Assert.Equal(0, SelfBleu.Of([[1, 2, 3, 4], [5, 6, 7, 8]]));
    }

    [Fact]
    public void A_single_text_has_none() => Assert.Null(SelfBleu.Of([[1, 2, 3, 4]]));

    [Fact]
    public void Short_texts_are_compared_by_the_n_grams_they_have()
    {
        // Each has 1 of 2 words and no pair in common with the other, which counts as half a pair.
        Assert.Equal(100 * Math.Sqrt(1 / 2.0 * (0.5 / 1)), SelfBleu.Of([[1, 2], [1, 3]])!.Value, 1e-9);
    }

    [Fact]
    public void It_is_the_mean_of_the_bleu_of_each_text_with_all_others_as_references()
    {
        var random = new Random(1);
        int[][] texts =
            [.. Enumerable.Range(0, 12).Select(_ => Enumerable.Range(0, random.Next(0, 12)).Select(_ => random.Next(4)).ToArray())];

        var expected = texts.Index().Average(text => Naive(text.Item, [.. texts.Where((_, other) => other != text.Index)]));

        Assert.InRange(expected, 20, 95);
        Assert.Equal(expected, SelfBleu.Of(texts)!.Value, 1e-9);
    }

    private static double Naive(int[] text, int[][] references)
    {
        var product = 1.0;
        var zeros = 0;
        var orders = Math.Min(4, text.Length);
        for (var order = 1; order <= orders; order++)
        {
            var matches = Grams(text, order).GroupBy(gram => gram)
                .Sum(own => Math.Min(own.Count(), references.Max(other => Grams(other, order).Count(gram => gram == own.Key))));
            if (order == 1 && matches == 0)
                return 0;
            product *= (matches > 0 ? matches : Math.Pow(0.5, ++zeros)) / (text.Length - order + 1);
        }

        if (orders == 0)
            return 0;
        var closest = references.Select(other => other.Length).OrderBy(length => Math.Abs(length - text.Length)).ThenBy(length => length).First();
        return 100 * Math.Pow(product, 1.0 / orders) * Math.Exp(Math.Min(0, 1 - (closest / (double)text.Length)));
    }

    private static IEnumerable<string> Grams(int[] text, int order) =>
        Enumerable.Range(0, Math.Max(0, text.Length - order + 1)).Select(i => string.Join(' ', text[i..(i + order)]));
}

using TextVae.Corpus;
using TextVae.Evaluation;

namespace TextVae.Tests.Evaluation;

public sealed class TextStatisticsTests
{
    [Fact]
    public void Lengths_have_their_mean_deviation_and_the_smallest_length_with_enough_texts()
    {
        var found = TextStatistics.Of([.. Enumerable.Range(1, 20).Select(length => new int[length])]);

        Assert.Equal((20, 10.5), (found.Texts, found.LengthMean));
        Assert.Equal(Math.Sqrt(((20 * 20) - 1) / 12.0), found.LengthDeviation, 1e-12);
        Assert.Equal(
            (1, 5, 10, 15, 19), (found.LengthP5, found.LengthP25, found.LengthP50, found.LengthP75, found.LengthP95));
    }

    [Fact]
    public void Unknown_words_are_a_share_of_all_words()
    {
        Assert.Equal(2 / 5.0, TextStatistics.Of([[4, Vocabulary.Unknown], [], [5, Vocabulary.Unknown, 6]]).UnknownShare);
        Assert.Equal(0, TextStatistics.Of([[]]).UnknownShare);
    }

    [Fact]
    public void Without_a_text_there_is_nothing_to_measure() =>
        Assert.Equal(
            "There is no text to measure. (Parameter 'texts')",
            Assert.Throws<ArgumentException>(() => TextStatistics.Of([])).Message);
}

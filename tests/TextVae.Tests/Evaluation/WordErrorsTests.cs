using TextVae.Evaluation;

namespace TextVae.Tests.Evaluation;

public sealed class WordErrorsTests
{
    [Theory]
    [InlineData(0, new[] { 1, 2, 3 }, new[] { 1, 2, 3 })]
    [InlineData(1 / 3.0, new[] { 1, 9, 3 }, new[] { 1, 2, 3 })]
    [InlineData(1 / 3.0, new[] { 2, 3 }, new[] { 1, 2, 3 })]
    [InlineData(2 / 3.0, new[] { 2, 3, 4 }, new[] { 1, 2, 3 })]
    [InlineData(1, new int[0], new[] { 1, 2, 3 })]
    [InlineData(3, new[] { 1, 2, 3, 4 }, new[] { 3 })]
    [InlineData(0, new int[0], new int[0])]
    public void It_is_the_fewest_changes_over_the_words_of_the_reference(double expected, int[] text, int[] reference) =>
        Assert.Equal(expected, WordErrors.Rate([text], [reference]), 1e-12);

    [Fact]
    public void Changes_and_words_are_summed_before_they_are_divided() =>
        Assert.Equal(1 / 5.0, WordErrors.Rate([[1], [2, 3, 4, 5]], [[9], [2, 3, 4, 5]]), 1e-12);
}

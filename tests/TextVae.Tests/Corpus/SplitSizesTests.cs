using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

public sealed class SplitSizesTests
{
    [Theory]
    [InlineData("0.91,0.03,0.06")]
    [InlineData("rest,3000,0.06")]
    [InlineData("1,0,0")]
    [InlineData("100000,0.5,rest")]
    public void Is_written_as_it_was_typed(string text)
    {
        Assert.Equal(text, SplitSizes.Parse(text).ToString());
        Assert.True(SplitSizes.Parse(text).IsSound());
    }

    [Fact]
    public void A_whole_number_is_a_number_of_texts_only_beside_a_rest()
    {
        Assert.Equal(new SplitSizes(SplitSize.Rest, SplitSize.Texts(1), 0), SplitSizes.Parse("rest, 1, 0"));
        Assert.Equal(new SplitSizes(1, 0, 0), SplitSizes.Parse("1,0,0"));
    }

    [Theory]
    [InlineData("0.5,0.5,0.5")]
    [InlineData("0,0.5,0.5")]
    [InlineData("-0.5,1,0.5")]
    [InlineData("NaN,0.5,0.5")]
    [InlineData("3000,200,100")]
    [InlineData("rest,rest,5")]
    [InlineData("rest,0.5,0.5")]
    [InlineData("rest,2.5,0")]
    [InlineData("rest,-1,0")]
    [InlineData("0,rest,5")]
    public void Sizes_that_do_not_fit_together_are_not_sound(string text) => Assert.False(SplitSizes.Parse(text).IsSound());

    [Theory]
    [InlineData("")]
    [InlineData("rest,1")]
    [InlineData("rest,1,2,3")]
    [InlineData("all,1,2")]
    public void What_is_no_three_sizes_is_refused(string text) => Assert.Equal(
        $"The split is '{text}'. Give the sizes of training, validation and test: three shares that add up to 1, such as 0.91,0.03,0.06, or "
        + "one rest beside numbers of texts or shares below 1, such as rest,3000,0.06.",
        Assert.Throws<RecipeException>(() => SplitSizes.Parse(text)).Message);
}

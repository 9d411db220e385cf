using TextVae.Corpus.Synthetic;

namespace TextVae.Tests.Corpus.Synthetic;

public sealed class ReviewTextTests
{
    private static readonly string[] Tokens = ["well", ",", "i", "couldn't", "stay", "!", "then", "i'll", "go", "."];

    [Fact]
    public void Tokens_become_a_text_with_case_and_spacing() =>
        Assert.Equal("Well, I couldn't stay! Then I'll go.", ReviewText.Compose(Tokens));

    [Theory]
    [InlineData("Well, I couldn't stay! Then I'll go.")]
    [InlineData("well , i couldn't stay ! then i'll go .")]
    [InlineData("  WELL ,I couldn't\tstay!Then I'll go . ")]
    public void Case_and_spacing_do_not_change_the_tokens(string text) =>
        Assert.Equal(Tokens, ReviewText.Tokenize(text));
}

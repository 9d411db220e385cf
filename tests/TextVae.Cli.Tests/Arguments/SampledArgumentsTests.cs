using TextVae.Cli.Arguments;
using TextVae.Generation;

namespace TextVae.Cli.Tests.Arguments;

public sealed class SampledArgumentsTests
{
    [Theory]
    [InlineData(7, 3, 7)]
    [InlineData(1, 0)]
    [InlineData(100_000, 100_001)]
    [InlineData(1)]
    public void A_sampled_text_is_at_most_as_long_as_a_training_text_and_as_decoding_allows(int longest, params int[] lengths)
    {
        var found = SampledArguments.LongestOf(lengths);

        Assert.Equal(longest, found);
        Assert.Equal([], new DecodingOptions { MaximumLength = found }.Problems());
    }
}

using TextVae.Corpus.Synthetic.Grammar;

namespace TextVae.Tests.Corpus.Synthetic.Grammar;

public sealed class SplitMix64Tests
{
    [Fact]
    public void Gives_the_numbers_of_the_published_generator()
    {
        var random = new SplitMix64(1234567);

        Assert.Equal((6457827717110365317UL >> 11) / 9007199254740992.0, random.NextDouble());
        Assert.Equal((3203168211198807973UL >> 11) / 9007199254740992.0, random.NextDouble());
    }
}

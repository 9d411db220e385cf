using TextVae.Corpus.Synthetic.Grammar;

namespace TextVae.Tests.Corpus.Synthetic.Grammar;

public sealed class PhraseNotationTests
{
    private static readonly Dictionary<string, string> Variables = new() { ["dish"] = "{soup|fish*3}" };

    [Fact]
    public void A_variable_is_notation_too()
    {
        var input = new TokenInput(["the", "fish", ",", "please", "."]);

        var trace = Assert.Single(PhraseNotation.Read(["The $dish, please."], Variables).Parse(input, default));

        Assert.Equal(5, trace.Position);
        Assert.Equal(-Math.Log(0.75), trace.NegativeLogProbability, 12);
    }

    [Theory]
    [InlineData("{a|b", "The phrase notation has an opening brace without a closing one, before character 5 of \"{a|b\".")]
    [InlineData("a} b", "The phrase notation has a closing brace without an opening one, before character 2 of \"a} b\".")]
    [InlineData("a*x", "The phrase notation has a weight that is not a positive number, before character 4 of \"a*x\".")]
    [InlineData("a*0", "The phrase notation has a weight that is not a positive number, before character 4 of \"a*0\".")]
    [InlineData("the $wine", "The phrase notation has no variable $wine.")]
    public void Broken_notation_is_told(string notation, string message) =>
        Assert.Equal(message, Assert.Throws<FormatException>(() => PhraseNotation.Read([notation], Variables)).Message);
}

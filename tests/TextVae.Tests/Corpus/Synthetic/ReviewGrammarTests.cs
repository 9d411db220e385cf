using System.Collections.ObjectModel;
using TextVae.Corpus.Synthetic;
using TextVae.Corpus.Synthetic.Grammar;
using TextVae.Tests.Corpus.Synthetic.Grammar;

namespace TextVae.Tests.Corpus.Synthetic;

public sealed class ReviewGrammarTests
{
    [Fact]
    public void No_two_derivations_of_the_whole_grammar_give_the_same_text() =>
        Assert.Equal(LanguageCount.Derivations(ReviewGrammar.Review), LanguageCount.Texts(ReviewGrammar.Review));

    [Theory]
    [InlineData("{a|b} {c|}", 4, 4)]
    [InlineData("a|{a|b}", 3, 2)]
    [InlineData("a {b|} {b|} c", 4, 3)]
    [InlineData("{a|a b} {c|b c}", 4, 3)]
    public void The_count_of_texts_sees_ambiguity(string notation, int derivations, int texts)
    {
        var phrase = PhraseNotation.Read([notation], ReadOnlyDictionary<string, string>.Empty);

        Assert.Equal(derivations, LanguageCount.Derivations(phrase));
        Assert.Equal(texts, LanguageCount.Texts(phrase));
    }
}

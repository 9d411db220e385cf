using CsCheck;
using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

public sealed class WhitespaceTokenizerTests
{
    private static readonly Tokenizer Whitespace = Tokenizer.Create(new TokenizerOptions { Kind = TokenizerKind.Whitespace });

    [Fact]
    public void The_text_comes_back_but_for_its_white_space() => Gen.String.All(
        text => Assert.Equal(
            string.Concat(text.Where(c => !char.IsWhiteSpace(c))),
            Whitespace.Join(Whitespace.Tokenize(text)).Replace(" ", "", StringComparison.Ordinal)),
        samples: 2_000);

    [Fact]
    public void Words_with_one_space_between_come_back_as_they_are()
    {
        const string Text = "यह खाना 👩‍🚀 🇩🇪 1️⃣ e\u0301 İ ﬁ";
        Assert.Equal(Text, Whitespace.Join(Whitespace.Tokenize(Text)));
    }

    [Fact]
    public void A_normal_form_is_used_where_it_is_asked_for() => Assert.Equal(
        ["é", "ﬁ"],
        Tokenizer.Create(new TokenizerOptions { Kind = TokenizerKind.Whitespace, Normalize = TextNormalization.Nfc }).Tokenize("e\u0301 ﬁ"));
}

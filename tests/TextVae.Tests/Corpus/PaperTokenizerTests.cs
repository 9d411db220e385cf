using CsCheck;
using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

public sealed class PaperTokenizerTests
{
    private static readonly Tokenizer Paper = Tokenizer.Create(new TokenizerOptions());

    private static readonly Tokenizer[] Every =
    [
        .. from form in Enum.GetValues<TextNormalization>()
           from letters in new[] { (Keep: false, Turkish: false), (Keep: true, Turkish: false), (Keep: false, Turkish: true) }
           select Tokenizer.Create(
               new TokenizerOptions { KeepCase = letters.Keep, TurkishCase = letters.Turkish, Normalize = form }),
    ];

    // Everything that has a rule of its own, and parts that meet it.
    private static readonly Gen<string> Text = Gen.OneOf(
            Gen.String,
            Any.Of(
                "a", "B", "é", "e\u0301", "\u0301", "7", "٣", "#", "'", "’", "‘", " ", "\n", "\t", "\0", ".", "-", "_", "<unk>",
                "<", "unk", ">", "😀", "❤\uFE0F", "\u200D", "\u200C", "\uFEFF", "\u00AD", "İ", "ß", "Ⅷ", "\uD83D", "中", "I", "H", "\u0331", "\u0307", "\u0308",
                "🇩", "👩‍🚀", "🏽", "\u20E3", "ﬁ", "ℌ", "각", "\u11A8", "\u2026", "\u00B4", "ｶ", "ﾞ"))
        .Array[0, 12].Select(string.Concat);

    [Theory]
    [InlineData("", "")]
    [InlineData(" \t\r\n\u00A0\u2003\0", "")]
    [InlineData("The FOOD was Great", "the food was great")]
    [InlineData("great!!! Really?", "great ! ! ! really ?")]
    [InlineData("Wait... what", "wait . . . what")]
    [InlineData("don't", "don't")]
    [InlineData("don’t ‘quote’", "don't ' quote '")]
    [InlineData("'tis the dogs' rock'n'roll", "' tis the dogs ' rock'n'roll")]
    [InlineData("a''b", "a ' ' b")]
    [InlineData("1,250.50 on the 20th of 2016", "# , # . # on the #th of #")]
    [InlineData("ab12cd345", "ab#cd#")]
    [InlineData("٣٤ and ４２", "# and #")]
    [InlineData("### #1 C#", "# # c#")]
    [InlineData("5'2 o'clock 90's", "#'# o'clock #'s")]
    [InlineData("snake_case semi-sweet", "snake _ case semi - sweet")]
    [InlineData("CAFÉ Ünlü cafe\u0301", "café ünlü cafe\u0301")]
    [InlineData("yum😀😀!", "yum 😀 😀 !")]
    [InlineData("love ❤\uFE0Fit", "love ❤\uFE0F it")]
    [InlineData("an <unk> one", "an <unk> one")]
    [InlineData("a<unk>b <UNK> <s>", "a <unk> b < unk > < s >")]
    [InlineData("zero\u200Bwidth \uFEFFmark \u00ADend\u2060", "zero width mark end")]
    [InlineData("Sil\u00ADben\u00ADtren\u00ADnung no\u2060break", "sil\u00ADben\u00ADtren\u00ADnung no\u2060break")]
    [InlineData("می\u200Cخواهم", "می\u200Cخواهم")]
    [InlineData("日本語、です", "日本語 、 です")]
    [InlineData("यह खाना अच्छा था।", "यह खाना अच्छा था ।")]
    [InlineData("क्\u200Dष", "क्\u200Dष")]
    [InlineData("อาหารอร่อย มาก", "อาหารอร่อย มาก")]
    [InlineData("اَلطَّعَامُ، كان ٣", "اَلطَّعَامُ ، كان #")]
    [InlineData("👩‍🚀👍🏽x", "👩‍🚀 👍🏽 x")]
    [InlineData("🇩🇪🇫🇷🇮", "🇩🇪 🇫🇷 🇮")]
    [InlineData("🏴󠁧󠁢󠁥󠁮󠁧󠁿!", "🏴󠁧󠁢󠁥󠁮󠁧󠁿 !")]
    [InlineData("1\uFE0F\u20E32\uFE0F\u20E3", "#\uFE0F\u20E3#\uFE0F\u20E3")]
    [InlineData("😀\u200D a", "😀 a")]
    [InlineData("İSTANBUL Iğdır ışık", "istanbul iğdır ışık")]
    public void Cuts_and_normalises(string text, string expected) =>
        Assert.Equal(expected, Paper.Join(Paper.Tokenize(text)));

    [Fact]
    public void Keeps_capital_letters_when_asked() =>
        Assert.Equal(["The", "ÉCLAIR", "#", "Don't"], Tokenizer.Create(new TokenizerOptions { KeepCase = true }).Tokenize("The ÉCLAIR 12 Don’t"));

    [Fact]
    public void Lowers_I_to_a_dotless_i_in_Turkish() => Assert.Equal(
        ["ısı", "istanbul", "ilk", "diyarbakır"],
        Tokenizer.Create(new TokenizerOptions { TurkishCase = true }).Tokenize("ISI İSTANBUL I\u0307lk DİYARBAKIR".Replace("I\u0307", "İ")));

    [Theory]
    [InlineData("Cafe\u0301 ﬁne", TextNormalization.Nfc, "café ﬁne")]
    [InlineData("Cafe\u0301 ﬁne", TextNormalization.Nfkc, "café fine")]
    [InlineData("H\u0331 I\u0307 ℌ", TextNormalization.Nfkc, "ẖ i h")]
    public void Normalises_when_asked(string text, TextNormalization form, string expected)
    {
        var tokenizer = Tokenizer.Create(new TokenizerOptions { Normalize = form });
        Assert.Equal(expected, tokenizer.Join(tokenizer.Tokenize(text)));
    }

    [Fact]
    public void Changes_nothing_when_applied_to_its_own_output() =>
        Text.All(
            text =>
            {
                foreach (var tokenizer in Every)
                {
                    var once = tokenizer.Tokenize(text);
                    Assert.Equal(once, tokenizer.Tokenize(tokenizer.Join(once)));
                }
            },
            samples: 5_000);

    [Fact]
    public void Makes_tokens_that_a_vocabulary_can_hold() =>
        Text.All(
            text => Assert.All(Paper.Tokenize(text), word =>
            {
                Assert.NotEmpty(word);
                Assert.DoesNotContain(word, char.IsWhiteSpace);
                Assert.Equal(word == "<unk>" ? Vocabulary.Unknown : 4, new Vocabulary(word == "<unk>" ? [] : [word]).IdOf(word));
            }),
            samples: 2_000);

    [Fact]
    public void A_buffer_that_is_used_again_holds_only_the_last_text()
    {
        TokenBuffer tokens = new();
        Paper.Tokenize(string.Concat(Enumerable.Repeat("longword, ", 2_000)), tokens);
        Assert.Equal(4_000, tokens.Count);
        Assert.Equal("longword", tokens[3_998].ToString());
        Paper.Tokenize("two words", tokens);
        Assert.Equal(2, tokens.Count);
        Assert.Equal("words", tokens[1].ToString());
        Assert.Throws<ArgumentOutOfRangeException>(() => tokens[2].Length);
    }

    [Fact]
    public void The_whitespace_tokenizer_changes_nothing_but_the_spaces() =>
        Assert.Equal(
            ["Mr.", "<unk>", "don't", "N", "12", "…"],
            Tokenizer.Create(new TokenizerOptions { Kind = TokenizerKind.Whitespace }).Tokenize("  Mr. <unk>\u00A0don't\tN  12 … \n"));
}

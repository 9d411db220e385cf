using CsCheck;
using Microsoft.ML.Tokenizers;
using TextVae.Corpus;
using TextVae.Corpus.BytePairs;
using Tokenizer = TextVae.Corpus.Tokenizer;

namespace TextVae.Tests.Corpus.BytePairs;

public sealed class BytePairTokenizerTests : IDisposable
{
    private static readonly string[] Corpus =
    [
        "The food was good, the service was better.", "good food  and\n\nbetter wine!", "यह खाना बहुत अच्छा था", "อาหารอร่อยมาก",
        "这里的菜很好吃", "这里的菜不好吃", "الطعام كان جيدا", "👩‍🚀🇩🇪1️⃣ 12,345", "İstanbul'da güzel ışık",
    ];

    // Whatever a text may hold, and parts that meet each rule of where to cut.
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String.Select(text => text.EnumerateRunes().Aggregate("", (all, rune) => all + rune)),
        Any.Of([.. Corpus, " ", "  ", "\n", "\t\u00A0", "a", "é", "e\u0301", "<unk>", "</s>", "\u200D", "😀", "𠮷", "'s", "2024", "\0", "Ġ"])
            .Array[0, 6].Select(string.Concat));

    private static readonly Merges Learnt = MergeTraining.Learn(
        Corpus.SelectMany(text => Pieces.Expression().Matches(text).Select(match => match.Value)).CountBy(piece => piece)
            .Select(entry => (entry.Key, 2L * entry.Value)),
        256 + 120);

    private static readonly Tokenizer Bytes = new BytePairTokenizer(new TokenizerOptions { Kind = TokenizerKind.Bpe }, Learnt);

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Tokens_give_back_the_very_text() => Text.Where(text => !string.IsNullOrWhiteSpace(text)).All(
        text => Assert.Equal(text, Bytes.Join(Bytes.Tokenize(text))), samples: 3_000);

    [Fact]
    public void Every_token_is_in_the_vocabulary_and_on_one_line()
    {
        Vocabulary vocabulary = new(Learnt.Tokens);
        Text.All(
            text => Assert.All(Bytes.Tokenize(text), token =>
            {
                Assert.NotEqual(Vocabulary.Unknown, vocabulary.IdOf(token));
                Assert.DoesNotContain(token, character => char.IsWhiteSpace(character) || char.IsControl(character));
            }),
            samples: 1_000);
    }

    [Fact]
    public void Microsoft_ML_Tokenizers_reads_the_files_and_cuts_in_the_same_way()
    {
        Learnt.Save(_folder["merges.txt"]);
        new Vocabulary(Learnt.Tokens).Save(_folder["vocabulary.txt"]);
        BpeOptions options = new(File.ReadLines(_folder["vocabulary.txt"]).Select((token, id) => KeyValuePair.Create(token, id)))
        {
            Merges = File.ReadLines(_folder["merges.txt"]).Skip(1),
            PreTokenizer = new RegexPreTokenizer(new(Pieces.Pattern), specialTokens: null),
            ByteLevel = true,
        };
        var theirs = BpeTokenizer.Create(options);
        Text.Where(text => !string.IsNullOrWhiteSpace(text)).All(
            text => Assert.Equal(theirs.EncodeToTokens(text, out _).Select(token => token.Value), Bytes.Tokenize(text)),
            samples: 1_000);
    }

    [Fact]
    public void A_text_of_white_space_has_no_tokens()
    {
        Assert.Empty(Bytes.Tokenize(""));
        Assert.Empty(Bytes.Tokenize(" \n\u00A0"));
    }

    [Fact]
    public void Half_a_character_is_shown_as_one_that_is_unknown() =>
        Assert.Equal("a\uFFFD", Bytes.Join(["a", ByteAlphabet.CharacterOf(0xC3).ToString()]));

    [Fact]
    public void Merges_come_back_from_their_file()
    {
        Learnt.Save(_folder["merges.txt"]);
        Assert.Equal(Learnt.Tokens, Merges.Load(_folder["merges.txt"]).Tokens);
        var loaded = Tokenizer.Load(_folder.Path, new TokenizerOptions { Kind = TokenizerKind.Bpe });
        Assert.All(Corpus, text => Assert.Equal(Bytes.Tokenize(text), loaded.Tokenize(text)));
    }

    [Theory]
    [InlineData("", "it does not start with the line '#version: 0.2' or does not end with a line break")]
    [InlineData("a b\n", "it does not start with the line '#version: 0.2' or does not end with a line break")]
    [InlineData("#version: 0.2\na b", "it does not start with the line '#version: 0.2' or does not end with a line break")]
    [InlineData("#version: 0.2\na b c\n", "line 2 is no new pair of tokens that lines before it make")]
    [InlineData("#version: 0.2\na b\nab cd\n", "line 3 is no new pair of tokens that lines before it make")]
    [InlineData("#version: 0.2\na b\na b\n", "line 3 is no new pair of tokens that lines before it make")]
    public void Damaged_merges_are_refused(string content, string fault)
    {
        var path = _folder.Write("merges.txt", content);
        Assert.Equal(
            $"The merges '{path}' cannot be read: {fault}. Restore the file or prepare the dataset again.",
            Assert.Throws<DataException>(() => Merges.Load(path)).Message);
    }

    public void Dispose() => _folder.Dispose();
}

using TextVae.Corpus;

namespace TextVae.Tests.Corpus;

public sealed class VocabularyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Words_follow_the_four_specials()
    {
        Vocabulary vocabulary = new(["the", "a"]);
        Assert.Equal(6, vocabulary.Count);
        Assert.Equal(4, vocabulary.Types);
        Assert.Equal(["<pad>", "<unk>", "<s>", "</s>", "the", "a"], Enumerable.Range(0, 6).Select(id => vocabulary[id]));
        Assert.Equal(4, vocabulary.IdOf("the"));
        Assert.Equal(5, vocabulary.IdOf("a".AsSpan()));
        Assert.Equal(Vocabulary.Unknown, vocabulary.IdOf("zebra"));
        Assert.Throws<ArgumentOutOfRangeException>(() => vocabulary[6]);
    }

    [Theory]
    [InlineData("<pad>")]
    [InlineData("<unk>")]
    [InlineData("<s>")]
    [InlineData("</s>")]
    public void A_special_cannot_be_forged_by_a_text_that_spells_it(string literal)
    {
        Assert.Equal(Vocabulary.Unknown, new Vocabulary(["the"]).IdOf(literal));
        Assert.Equal(Vocabulary.Unknown, new Vocabulary(["the"]).IdOf(literal.AsSpan()));
        Assert.Throws<DataException>(() => new Vocabulary(["the", literal]));
    }

    [Fact]
    public void A_saved_vocabulary_loads_as_it_was()
    {
        new Vocabulary(["the", "café", "😀", "x"]).Save(_folder["v"]);
        Assert.Equal("<pad>\n<unk>\n<s>\n</s>\nthe\ncafé\n😀\nx\n", File.ReadAllText(_folder["v"]));
        var loaded = Vocabulary.Load(_folder["v"]);
        Assert.Equal(8, loaded.Count);
        Assert.Equal(6, loaded.IdOf("😀"));
    }

    [Theory]
    [InlineData("<pad>\n<unk>\n<s>\n</s>\nthe\nthe\n", "Word 6 of the vocabulary is 'the'. A word has at least one "
        + "character, no white space, occurs once and is not spelled like a special. Prepare the dataset again.")]
    [InlineData("<pad>\n<unk>\n<s>\n</s>\n\n", "Word 5 of the vocabulary is ''. A word has at least one character, no "
        + "white space, occurs once and is not spelled like a special. Prepare the dataset again.")]
    [InlineData("<pad>\n<unk>\n<s>\n</s>\nthe", "'{0}' is no vocabulary: its first lines must be <pad>, <unk>, <s>, </s> and "
        + "its last line must end with a line break. Restore the file or prepare the dataset again.")]
    [InlineData("the\n", "'{0}' is no vocabulary: its first lines must be <pad>, <unk>, <s>, </s> and "
        + "its last line must end with a line break. Restore the file or prepare the dataset again.")]
    public void A_damaged_file_is_refused(string content, string message)
    {
        var path = _folder.Write("v", content);
        Assert.Equal(string.Format(message, path), Assert.Throws<DataException>(() => Vocabulary.Load(path)).Message);
    }

    [Fact]
    public void Bytes_that_are_not_text_are_refused()
    {
        var path = _folder.Write("v", [0x3C, 0xFF, 0x0A]);
        Assert.StartsWith($"The vocabulary '{path}' cannot be read: ", Assert.Throws<DataException>(() => Vocabulary.Load(path)).Message);
        Assert.Throws<DataException>(() => Vocabulary.Load(_folder["absent"]));
    }

    public void Dispose() => _folder.Dispose();
}

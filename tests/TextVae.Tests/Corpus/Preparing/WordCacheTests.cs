using System.Globalization;
using TextVae.Corpus.Preparing;

namespace TextVae.Tests.Corpus.Preparing;

public sealed class WordCacheTests
{
    [Fact]
    public void Finds_what_the_table_itself_would_also_after_growing()
    {
        WordTable table = new();
        WordCache cache = new(table);
        RandomStream random = new(1);
        for (var i = 0; i < 50_000; i++)
        {
            var word = random.NextInt(20_000).ToString(CultureInfo.InvariantCulture);
            Assert.Equal(table.IdOf(word), cache.IdOf(word));
        }
        Assert.Equal("12", table[cache.IdOf("12")]);
    }

    [Fact]
    public void Threads_agree_on_the_id_of_every_word()
    {
        WordTable table = new();
        string[] words = [.. Enumerable.Range(0, 3_000).Select(i => $"w{i}")];
        var seen = new int[4][];
        Parallel.For(0, 4, thread =>
        {
            WordCache cache = new(table);
            seen[thread] = [.. words.Select((_, i) => cache.IdOf(words[(i + (thread * 700)) % words.Length]))];
        });
        for (var thread = 0; thread < 4; thread++)
            Assert.Equal(words.Order(), seen[thread].Select(id => table[id]).Order());
        Assert.Equal(3_001, table.Count);
    }

    [Theory]
    [InlineData("<unk>")]
    [InlineData("<pad>")]
    [InlineData("</s>")]
    public void A_special_is_the_unknown_word_every_time(string special)
    {
        WordCache cache = new(new WordTable());
        Assert.Equal((0, 0), (cache.IdOf(special), cache.IdOf(special)));
    }

    [Fact]
    public void What_is_too_long_for_a_word_is_unknown()
    {
        WordCache cache = new(new WordTable());
        Assert.Equal(
            (1, 0, 0),
            (cache.IdOf(new string('x', WordTable.LongestWord)), cache.IdOf(new string('x', WordTable.LongestWord + 1)), cache.IdOf(new string('y', 100_000))));
    }

    [Fact]
    public void Too_many_different_words_are_refused()
    {
        WordTable table = new(mostWords: 3);
        foreach (var word in new[] { "a", "b", "c", "a" })
            table.IdOf(word);
        Assert.Equal(
            "The texts have more than 3 different words, such as 'd'. Name the field with the text, give another tokenizer, or fewer "
            + "texts.",
            Assert.Throws<DataException>(() => table.IdOf("d")).Message);
    }
}

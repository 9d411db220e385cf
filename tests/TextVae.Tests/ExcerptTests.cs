namespace TextVae.Tests;

public sealed class ExcerptTests
{
    [Fact]
    public void What_is_short_stays_and_what_is_long_is_cut_between_characters()
    {
        Assert.Equal("abc", Excerpt.Of("abc", 3));
        Assert.Equal("abc... (4 characters)", Excerpt.Of("abcd", 3));
        Assert.Equal("ab... (5 characters)", Excerpt.Of("ab😀d", 3));
    }

    [Fact]
    public void Of_many_items_the_first_are_listed_each_by_its_start()
    {
        Assert.Equal("", Excerpt.List([]));
        Assert.Equal("a; b", Excerpt.List(["a", "b"], "; "));
        Assert.Equal(
            $"{new string('x', 120)}... (200 characters), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ... (13 in all)",
            Excerpt.List([new string('x', 200), .. Enumerable.Range(1, 12).Select(i => $"{i}")]));
    }
}

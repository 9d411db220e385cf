using TextVae.Reproduction;

namespace TextVae.Tests.Reproduction;

public sealed class PhraseFiguresTests
{
    [Fact]
    public void A_phrase_is_reused_where_another_text_has_it_too()
    {
        int[][] inputs = [[1, 2, 3, 4, 5], [6, 7, 8, 9], []];
        int[][] outputs = [[1, 2, 3, 4, 5], [9, 1, 2, 3, 4], [7, 7, 7, 7, 7]];

        var figures = PhraseFigures.Of(inputs, outputs);

        // Of two runs of four words in each output, 1 2 3 4 is in two; 7 7 7 7 comes twice, but in one text.
        Assert.Equal((3, 2.0 / 6, 0.0), (figures.Texts, figures.Reuse, figures.InputsReuse));
        // Pairs: 12 23 34 45, 91 12 23 34, 77 four times; 12 23 34 45 91 77 are different, of 15 words. Of the inputs 7, of 9 words.
        Assert.Equal((6.0 / 15, 7.0 / 9), (figures.Distinct2, figures.InputsDistinct2));
    }

    [Fact]
    public void Texts_too_short_for_a_phrase_have_none() =>
        Assert.Equal(new PhraseFigures(2, 0, 0, 0, 0), PhraseFigures.Of([[1], []], [[], [2]]));
}

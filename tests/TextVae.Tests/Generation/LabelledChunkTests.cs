using TextVae.Generation;

namespace TextVae.Tests.Generation;

public sealed class LabelledChunkTests
{
    [Fact]
    public void Very_long_sentences_are_taken_a_few_at_a_time_each_with_its_label()
    {
        int[] lengths = [3, 100_000, 100_000, 1, 95_999, 95_999, 2];

        var chunks = LabelledChunk.Of(lengths.Select(length => new int[length]), Enumerable.Range(10, 7), size: 3);

        Assert.Equal(
            ["3/10", "100000/11", "100000/12", "1/13 95999/14", "95999/15 2/16"],
            chunks.Select(chunk => string.Join(' ', chunk.Sentences.Zip(chunk.Labels!, (words, label) => $"{words.Length}/{label}"))));
    }

    [Fact]
    public void Sentences_without_end_are_read_as_they_are_asked_for()
    {
        static IEnumerable<int[]> Endless()
        {
            while (true)
                yield return [1];
        }

        Assert.Equal([4, 4, 4], LabelledChunk.Of(Endless(), labels: null, size: 4).Take(3).Select(chunk => chunk.Sentences.Length));
    }
}

using TextVae.Batches;
using TorchSharp;

namespace TextVae.Tests.Batches;

public sealed class BatchTests
{
    [Fact]
    public void The_decoder_reads_start_and_words_and_predicts_words_and_end()
    {
        using var batch = Batch.Of([[4, 5], [], [6]]);

        Assert.Equal([2, 2, 2, 4, 0, 6, 5, 0, 0], batch.Inputs.data<long>().ToArray());
        Assert.Equal([4, 3, 6, 5, 0, 3, 3, 0, 0], batch.Targets.data<long>().ToArray());
        Assert.Equal([1, 1, 1, 1, 0, 1, 1, 0, 0], Tiny.Floats(batch.Mask));
        Assert.Equal([3, 1, 2], batch.Lengths);
        Assert.Equal((3, 3, 6L), (batch.Time, batch.Size, batch.Tokens));
    }

    [Fact]
    public void Real_positions_are_those_of_the_mask()
    {
        using var batch = Batch.Of([[4, 5], [], [6]]);

        Assert.Equal([0, 1, 2, 3, 5, 6], batch.RealPositions.data<long>().ToArray());
        Assert.Equal([0, 1, 2, 0, 2, 0], batch.SentenceOfToken.data<long>().ToArray());
    }

    [Fact]
    public void Dropped_words_become_unknown_in_what_the_decoder_reads_and_nowhere_else()
    {
        torch.random.manual_seed(1);
        var words = Enumerable.Repeat(4, 4000).ToArray();
        using var batch = Batch.Of([words, [5]]);
        var targets = batch.Targets.data<long>().ToArray();

        batch.DropWords(0.25);

        var inputs = batch.Inputs.data<long>().ToArray();
        Assert.Equal(targets, batch.Targets.data<long>().ToArray());
        Assert.Equal([2, 2], inputs[..2]);
        Assert.InRange(inputs.Count(id => id == 1), 900, 1100);
        Assert.Equal(4001 - 2, inputs.Count(id => id == 0));
    }

    [Fact]
    public void A_repeated_batch_has_all_sentences_once_and_then_again()
    {
        using var batch = Batch.Of([[4, 5], [], [6]], [7, 8, 9]);

        using var twice = batch.Repeat(2);

        using var expected = Batch.Of([[4, 5], [], [6], [4, 5], [], [6]]);
        Assert.Equal(expected.Targets.data<long>().ToArray(), twice.Targets.data<long>().ToArray());
        Assert.Equal([7, 8, 9, 7, 8, 9], twice.Sentences);
    }

    [Fact]
    public void A_batch_needs_a_sentence() => Assert.Throws<ArgumentException>(() => Batch.Of([]));

    [Fact]
    public void A_repeated_batch_repeats_its_labels()
    {
        using var batch = Batch.Of([[4, 5], [], [6]], indices: null, [1, -1, 0]);

        using var twice = batch.Repeat(2);

        Assert.Equal([1, -1, 0, 1, -1, 0], twice.Labels);
    }

    [Fact]
    public void A_batch_of_a_split_has_the_labels_of_its_sentences()
    {
        using var data = new TinyDataset(labels: ["x", "y", null]);
        using var without = new TinyDataset();

        using var batch = Batch.Of(data.Dataset.Train, [4, 0, 2]);
        using var bare = Batch.Of(without.Dataset.Train, [4, 0, 2]);

        Assert.Equal([1, 0, -1], batch.Labels);
        Assert.Null(bare.Labels);
    }

    [Fact]
    public void There_are_as_many_labels_as_sentences() => Assert.Equal(
        "There are 1 sentences and 2 labels. (Parameter 'labels')",
        Assert.Throws<ArgumentException>(() => Batch.Of([[4]], indices: null, [0, 1])).Message);
}

using TextVae.Batches;

namespace TextVae.Tests.Batches;

public sealed class BatchReaderTests : IDisposable
{
    private readonly TinyDataset _data = new();

    public void Dispose() => _data.Dispose();

    [Fact]
    public void It_reads_what_the_plan_says_from_any_step_on()
    {
        var split = _data.Dataset.Train;
        int[] lengths = [.. Enumerable.Range(0, split.Count).Select(split.LengthOf)];
        var plan = new BatchPlan(lengths, 16, seed: 1);

        var batches = BatchReader.Read(split, plan, first: 4, last: 9).ToArray();

        Assert.Equal([4, 5, 6, 7, 8, 9], batches.Select(batch => batch.Step));
        Assert.Equal([0, 1, 1, 1, 1, 2], batches.Select(batch => batch.Epoch));
        Assert.All(batches, batch =>
        {
            Assert.Equal(plan.Epoch(batch.Epoch)[(batch.Step - 1) % 4], batch.Sentences);
            Assert.Equal(batch.Sentences.Select(split.Read), batch.Words);
        });
    }

    [Fact]
    public void There_is_nothing_to_read_after_the_last_step() =>
        Assert.Empty(BatchReader.Read(_data.Dataset.Train, new BatchPlan([1, 2], 1, seed: 1), first: 5, last: 4));

    [Fact]
    public void It_reads_the_labels_with_the_sentences()
    {
        using var data = new TinyDataset(labels: ["x", "y", "z"]);
        var split = data.Dataset.Train;
        var plan = new BatchPlan([.. Enumerable.Range(0, split.Count).Select(split.LengthOf)], 16, seed: 1);

        var batches = BatchReader.Read(split, plan, first: 1, last: 3).ToArray();

        Assert.All(batches, batch => Assert.Equal(batch.Sentences.Select(sentence => sentence % 3), batch.Labels!));
        Assert.All(
            BatchReader.Read(_data.Dataset.Train, plan, first: 1, last: 3), batch => Assert.Null(batch.Labels));
    }
}

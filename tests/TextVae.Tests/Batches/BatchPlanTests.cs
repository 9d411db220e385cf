using TextVae.Batches;

namespace TextVae.Tests.Batches;

public sealed class BatchPlanTests
{
    private static readonly int[] Lengths = [.. Enumerable.Range(0, 1000).Select(i => (i * 37) % 101)];

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(48)]
    [InlineData(5000)]
    public void Every_sentence_is_in_exactly_one_batch_of_an_epoch(int batchSize)
    {
        var plan = new BatchPlan(Lengths, batchSize, seed: 1);

        var batches = plan.Epoch(3);

        Assert.Equal(plan.BatchesPerEpoch, batches.Length);
        Assert.All(batches, batch => Assert.InRange(batch.Length, 1, batchSize));
        Assert.Equal(Enumerable.Range(0, Lengths.Length), batches.SelectMany(batch => batch).Order());
    }

    [Fact]
    public void An_epoch_is_a_function_of_seed_and_number()
    {
        var plan = new BatchPlan(Lengths, 10, seed: 1);

        Assert.Equal(plan.Epoch(2), new BatchPlan(Lengths, 10, seed: 1).Epoch(2));
        Assert.NotEqual(plan.Epoch(2), plan.Epoch(3));
        Assert.NotEqual(plan.Epoch(2), new BatchPlan(Lengths, 10, seed: 2).Epoch(2));
    }

    [Theory]
    [InlineData(1000, 4, 10)]
    [InlineData(20_000, 50, 4)]
    [InlineData(20_001, 64, 7)]
    [InlineData(3, 100, 2)]
    public void Blocks_are_read_in_long_runs_and_every_sentence_once(int sentences, int block, int batchSize)
    {
        int[] lengths = [.. Enumerable.Range(0, sentences).Select(i => (i * 37) % 101)];
        var plan = new BatchPlan(lengths, batchSize, seed: 1, block);

        var order = plan.Epoch(2).SelectMany(batch => batch).ToArray();

        Assert.Equal(Enumerable.Range(0, sentences), order.Order());
        if (sentences > 3)
            Assert.NotEqual(order, plan.Epoch(3).SelectMany(batch => batch));
        // Sixteen blocks are read together, or those of a pool of batches; a stretch that is cut anywhere may touch a few of both.
        var together = Math.Max(16 * block, 64 * batchSize);
        Assert.All(order.Chunk(together), stretch => Assert.InRange(stretch.Select(i => i / block).Distinct().Count(), 1, (5 * together / block) + 5));
        if (sentences == 20_000)
            Assert.True(new BatchPlan(lengths, batchSize, seed: 1).Epoch(2).SelectMany(batch => batch).Take(together).Select(i => i / block).Distinct().Count() > 300);
    }

    [Fact]
    public void Sentences_of_a_batch_have_similar_lengths()
    {
        var batches = new BatchPlan(Lengths, 10, seed: 1).Epoch(0);

        var spread = batches.Average(batch => batch.Max(i => Lengths[i]) - batch.Min(i => Lengths[i]));

        Assert.InRange(spread, 0, 5);
    }

    [Fact]
    public void Other_sentences_meet_in_every_epoch()
    {
        var plan = new BatchPlan(Lengths, 2, seed: 1);
        var first = plan.Epoch(0).Select(batch => string.Join(',', batch.Order())).ToHashSet();

        var met = plan.Epoch(1).Count(batch => first.Contains(string.Join(',', batch.Order())));

        Assert.InRange(met, 0, 100);
    }

    [Fact]
    public void Evaluation_goes_through_all_sentences_from_long_to_short()
    {
        var batches = BatchPlan.InOrderOfLength(Lengths, 48);

        var order = batches.SelectMany(batch => batch).ToArray();
        Assert.Equal(Enumerable.Range(0, Lengths.Length), order.Order());
        Assert.Equal(order.Select(i => Lengths[i]).OrderDescending(), order.Select(i => Lengths[i]));
        Assert.Equal(1000 % 48, batches[^1].Length);
    }

    [Fact]
    public void Very_long_sentences_are_evaluated_a_few_at_a_time()
    {
        int[] lengths = [5, 100_000, 95_999, 3, 95_999, 200_000, 4];

        Assert.Equal([[5], [1], [2, 4], [0, 6], [3]], BatchPlan.InOrderOfLength(lengths, 2));
    }

    [Theory]
    [InlineData(48, 0)]
    [InlineData(1000, 0)]
    [InlineData(0, 500)]
    public void The_largest_batch_is_as_large_as_any_of_any_epoch(int batchSize, int tokens)
    {
        var plan = tokens > 0 ? BatchPlan.OfTokens(Lengths, tokens, seed: 1) : new BatchPlan(Lengths, batchSize, seed: 1);
        var batches = Enumerable.Range(0, 5).SelectMany(plan.Epoch).ToArray();

        var places = batches.Max(batch => (batch.Max(i => Lengths[i]) + 1L) * batch.Length);

        Assert.Equal(places, plan.Largest.Places);
        Assert.Contains(batches, batch => batch.Sum(i => Lengths[i] + 1) == plan.Largest.Tokens);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(90)]
    [InlineData(1000)]
    [InlineData(1_000_000)]
    public void Batches_of_tokens_hold_as_many_sentences_as_fit_and_every_sentence_once(int tokens)
    {
        var plan = BatchPlan.OfTokens(Lengths, tokens, seed: 1);

        foreach (var epoch in new[] { 0, 7 })
        {
            var batches = plan.Epoch(epoch);
            Assert.Equal(plan.BatchesPerEpoch, batches.Length);
            Assert.All(batches, batch => Assert.True(batch.Length == 1 || batch.Sum(i => Lengths[i] + 1) <= tokens));
            Assert.Equal(Enumerable.Range(0, Lengths.Length), batches.SelectMany(batch => batch).Order());
        }

        var least = (double)Lengths.Sum(length => length + 1) / tokens;
        Assert.InRange(plan.BatchesPerEpoch, Math.Min(least, Lengths.Length), Math.Max(1, 2 * least));
    }

    [Fact]
    public void Batches_of_tokens_mix_anew_in_every_epoch_by_seed_and_number()
    {
        var plan = BatchPlan.OfTokens(Lengths, 500, seed: 1);

        Assert.Equal(plan.Epoch(2), BatchPlan.OfTokens(Lengths, 500, seed: 1).Epoch(2));
        Assert.NotEqual(plan.Epoch(2), plan.Epoch(3));
        Assert.NotEqual(plan.Epoch(2), BatchPlan.OfTokens(Lengths, 500, seed: 2).Epoch(2));
    }
}

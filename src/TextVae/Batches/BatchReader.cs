using TextVae.Corpus;

namespace TextVae.Batches;

/// <summary>The sentences of a step, read.</summary>
/// <param name="Step">The step, counted from 1.</param>
/// <param name="Epoch">The pass over the data, counted from 0.</param>
/// <param name="Sentences">Their indices in the split.</param>
/// <param name="Words">The word ids of each.</param>
/// <param name="Labels">The label of each; null where the split has none.</param>
internal sealed record ReadBatch(long Step, int Epoch, int[] Sentences, int[][] Words, int[]? Labels);

/// <summary>
/// Reads the batches of a plan, the next one on another thread while a step is computed: the disk's delays, and the
/// sorting at the start of an epoch, cost no time. No tensor is made there.
/// </summary>
internal static class BatchReader
{
    /// <summary>The batches from one step to another, both counted from 1 and included.</summary>
    /// <exception cref="DataException">The split is damaged.</exception>
    public static IEnumerable<ReadBatch> Read(TokenStore split, BatchPlan plan, long first, long last)
    {
        var epoch = -1;
        int[][] batches = [];
        ReadBatch Batch(long step)
        {
            var wanted = (int)((step - 1) / plan.BatchesPerEpoch);
            if (wanted != epoch)
                batches = plan.Epoch(epoch = wanted);
            var sentences = batches[(step - 1) % plan.BatchesPerEpoch];
            return new ReadBatch(
                step, epoch, sentences, Array.ConvertAll(sentences, split.Read), Batches.Batch.LabelsOf(split, sentences));
        }

        if (first > last)
            yield break;
        var next = Task.Run(() => Batch(first));
        try
        {
            for (var step = first; step <= last; step++)
            {
                var current = next.GetAwaiter().GetResult();
                var following = step + 1;
                if (following <= last)
                    next = Task.Run(() => Batch(following));
                yield return current;
            }
        }
        finally
        {
            // Whoever stops early may close the split, which nobody may read then.
            Task.WaitAny(next);
        }
    }
}

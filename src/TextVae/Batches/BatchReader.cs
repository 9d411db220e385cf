using TextVae.Corpus;
using TextVae.Distributed;

namespace TextVae.Batches;

/// <summary>The sentences of a step, read.</summary>
/// <param name="Step">The step, counted from 1.</param>
/// <param name="Epoch">The pass over the data, counted from 0.</param>
/// <param name="All">The indices of the step's sentences in the split.</param>
/// <param name="Share">Which of them this rank computes.</param>
/// <param name="Sentences">The indices of those.</param>
/// <param name="Words">The word ids of each of those.</param>
/// <param name="Labels">The label of each of those; null where the split has none.</param>
internal sealed record ReadBatch(
    long Step, int Epoch, int[] All, BatchShare Share, int[] Sentences, int[][] Words, int[]? Labels);

/// <summary>
/// Reads the batches of a plan, the next one on another thread while a step is computed: the disk's delays, and the
/// sorting at the start of an epoch, cost no time. No tensor is made there.
/// </summary>
internal static class BatchReader
{
    /// <summary>The batches from one step to another, both counted from 1 and included.</summary>
    /// <param name="split">The sentences.</param>
    /// <param name="plan">Which stand together.</param>
    /// <param name="first">The first step.</param>
    /// <param name="last">The last one.</param>
    /// <param name="ranks">Who shares each batch; a rank reads its own sentences alone. Null for one process.</param>
    /// <exception cref="DataException">The split is damaged.</exception>
    public static IEnumerable<ReadBatch> Read(TokenStore split, BatchPlan plan, long first, long last, Ranks? ranks = null)
    {
        var epoch = -1;
        int[][] batches = [];
        ReadBatch Batch(long step)
        {
            var wanted = (int)((step - 1) / plan.BatchesPerEpoch);
            if (wanted != epoch)
                batches = plan.Epoch(epoch = wanted);
            var all = batches[(step - 1) % plan.BatchesPerEpoch];
            var share = BatchShare.Of(Array.ConvertAll(all, sentence => split.LengthOf(sentence) + 1), ranks ?? Ranks.Single);
            int[] sentences = [.. share.Columns.Select(column => all[column])];
            return new ReadBatch(
                step, epoch, all, share, sentences, Array.ConvertAll(sentences, split.Read), Batches.Batch.LabelsOf(split, sentences));
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

using TextVae.Batches;

namespace TextVae.Generation;

/// <summary>A few sentences that are encoded together.</summary>
/// <param name="Sentences">The word ids of each.</param>
/// <param name="Labels">The label of each; null where none were given.</param>
internal sealed record LabelledChunk(int[][] Sentences, int[]? Labels)
{
    /// <summary>Cuts sentences into chunks, read as they are asked for.</summary>
    /// <param name="sentences">The word ids of each.</param>
    /// <param name="labels">The label of each; null where there are none.</param>
    /// <param name="size">Sentences in a chunk; fewer in the last one.</param>
    /// <exception cref="ArgumentException">There are labels, but not for every sentence.</exception>
    public static IEnumerable<LabelledChunk> Of(IEnumerable<int[]> sentences, IEnumerable<int>? labels, int size)
    {
        using var label = labels?.GetEnumerator();
        foreach (var chunk in sentences.Chunk(size))
            yield return new LabelledChunk(chunk, label is null ? null : Array.ConvertAll(chunk, _ => Next(label)));
    }

    /// <summary>The batch of all its sentences.</summary>
    public Batch ToBatch() => Batch.Of(Sentences, indices: null, Labels);

    private static int Next(IEnumerator<int> labels) =>
        labels.MoveNext() ? labels.Current : throw new ArgumentException("There are fewer labels than sentences.", nameof(labels));
}

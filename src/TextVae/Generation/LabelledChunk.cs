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
    public static IEnumerable<LabelledChunk> Of(IEnumerable<int[]> sentences, IEnumerable<int>? labels, int size) =>
        labels is null
            ? sentences.Chunk(size).Select(chunk => new LabelledChunk(chunk, Labels: null))
            : sentences.Zip(labels).Chunk(size).Select(chunk => new LabelledChunk(
                Array.ConvertAll(chunk, pair => pair.First), Array.ConvertAll(chunk, pair => pair.Second)));

    public Batch ToBatch() => Batch.Of(Sentences, indices: null, Labels);
}

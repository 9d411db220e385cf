using TextVae.Batches;

namespace TextVae.Generation;

/// <summary>A few sentences that are encoded together.</summary>
/// <param name="Sentences">The word ids of each.</param>
/// <param name="Labels">The label of each; null where none were given.</param>
internal sealed record LabelledChunk(int[][] Sentences, int[]? Labels)
{
    /// <summary>
    /// Cuts sentences into chunks, read as they are asked for. A chunk with very long ones is smaller, as no text knows of its
    /// batch mates but their padding takes memory.
    /// </summary>
    /// <param name="sentences">The word ids of each.</param>
    /// <param name="labels">The label of each; null where there are none.</param>
    /// <param name="size">The most sentences in a chunk.</param>
    /// <exception cref="ArgumentException">There are labels, but not for every sentence.</exception>
    public static IEnumerable<LabelledChunk> Of(IEnumerable<int[]> sentences, IEnumerable<int>? labels, int size)
    {
        using var label = labels?.GetEnumerator();
        var (chunk, longest) = (new List<int[]>(), 0L);
        foreach (var sentence in sentences)
        {
            var places = Math.Max(longest, sentence.Length + 1) * (chunk.Count + 1);
            if (chunk.Count == size || (chunk.Count > 0 && places > BatchPlan.PlacesAtOnce))
            {
                yield return Of(chunk, label);
                (chunk, longest) = ([], 0);
            }

            chunk.Add(sentence);
            longest = Math.Max(longest, sentence.Length + 1);
        }

        if (chunk.Count > 0)
            yield return Of(chunk, label);
    }

    /// <summary>The batch of all its sentences.</summary>
    public Batch ToBatch() => Batch.Of(Sentences, indices: null, Labels);

    private static LabelledChunk Of(List<int[]> sentences, IEnumerator<int>? label) =>
        new([.. sentences], label is null ? null : [.. sentences.Select(_ => Next(label))]);

    private static int Next(IEnumerator<int> labels) =>
        labels.MoveNext() ? labels.Current : throw new ArgumentException("There are fewer labels than sentences.", nameof(labels));
}

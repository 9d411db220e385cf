using System.Runtime.CompilerServices;
using TextVae.Distributed;

namespace TextVae.Cli.Inputs;

/// <summary>The posteriors of a stream of texts that all processes read, each of which encodes a part.</summary>
internal static class SharedPosteriors
{
    // Texts that a process encodes between two meetings: enough to be sorted into batches of like lengths.
    private const int AtOnce = 1024;

    /// <summary>The texts in order, each with its posterior, in every process.</summary>
    public static IAsyncEnumerable<(TextItem Item, TextPosterior Posterior)> Of(
        IAsyncEnumerable<TextItem> texts, TextVaeModel model, Ranks ranks, CancellationToken cancellation) => ranks.AreMany
        ? OfMany(texts, model, ranks, cancellation)
        : Paired.Of(texts, read => model.PosteriorsEachAsync(read, cancellation), cancellation);

    private static async IAsyncEnumerable<(TextItem Item, TextPosterior Posterior)> OfMany(
        IAsyncEnumerable<TextItem> texts, TextVaeModel model, Ranks ranks, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var size = model.Description.LatentSize;
        await foreach (var round in texts.Chunk(AtOnce * ranks.Count).WithCancellation(cancellation))
        {
            var part = (round.Length + ranks.Count - 1) / ranks.Count;
            var first = Math.Min(ranks.Rank * part, round.Length);
            var own = round[first..Math.Min(first + part, round.Length)];
            var numbers = new float[round.Length * 2 * size];
            var row = first;
            await foreach (var posterior in model.PosteriorsEachAsync(own.ToAsyncEnumerable(), cancellation))
            {
                posterior.Mean.CopyTo(numbers, row * 2 * size);
                posterior.LogVariance.CopyTo(numbers, ((row * 2) + 1) * size);
                row++;
            }

            // Of the others' texts all is 0 here, so the sums are what the one has found, to the last bit.
            ranks.Sum(numbers.AsSpan());
            for (var text = 0; text < round.Length; text++)
            {
                yield return (
                    round[text],
                    new TextPosterior(
                        numbers.AsSpan(text * 2 * size, size).ToArray(), numbers.AsSpan(((text * 2) + 1) * size, size).ToArray()));
            }
        }
    }
}

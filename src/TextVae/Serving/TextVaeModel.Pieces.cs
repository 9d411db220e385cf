using System.Runtime.CompilerServices;
using TextVae.Serving;

namespace TextVae;

/// <content>How lists and streams go to the model's thread and come back.</content>
public sealed partial class TextVaeModel
{
    /// <summary>Pieces of a list or a stream that wait at once, so that the thread has always one and other callers have their turn.</summary>
    private const int PiecesAhead = 3;

    private async Task<TResult[]> AllAsync<TItem, TResult>(
        Job<TItem, TResult> job, IEnumerable<TItem> items, int count, IProgress<double>? progress, CancellationToken cancellation)
    {
        // Where one piece fails, nobody needs the others any more.
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        try
        {
            var (ahead, results) = (new Queue<Task<TResult[]>>(), new List<TResult>(count));
            foreach (var piece in items.Chunk(job.ItemsAtOnce))
            {
                if (ahead.Count == PiecesAhead)
                    await TakeAsync().ConfigureAwait(false);
                ahead.Enqueue(await _thread.SubmitAsync(job, piece, results.Count + ahead.Count > 0, rest.Token).ConfigureAwait(false));
            }

            while (ahead.Count > 0)
                await TakeAsync().ConfigureAwait(false);
            return [.. results];

            async Task TakeAsync()
            {
                results.AddRange(await ahead.Dequeue().ConfigureAwait(false));
                progress?.Report((double)results.Count / count);
            }
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            // With the caller's own token, whichever was seen first.
            throw new OperationCanceledException(cancellation);
        }
        finally
        {
            await rest.CancelAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// The results of a stream, in its order and as soon as they are there: what has come in is computed when the next item lets
    /// wait for itself, and so a line that somebody types has its answer before the next one.
    /// </summary>
    private async IAsyncEnumerable<TResult> EachAsync<TItem, TResult>(
        Job<TItem, TResult> job, IAsyncEnumerable<TItem> items, [EnumeratorCancellation] CancellationToken cancellation)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var source = items.GetAsyncEnumerator(rest.Token);
        var next = source.MoveNextAsync().AsTask();
        try
        {
            var ahead = new Queue<Task<TResult[]>>();
            var (hasBegun, hasEnded) = (false, false);
            while (!hasEnded || ahead.Count > 0)
            {
                var piece = new List<TItem>();
                while (!hasEnded && piece.Count < job.ItemsAtOnce && (next.IsCompleted || piece.Count + ahead.Count == 0))
                {
                    hasEnded = !await next.ConfigureAwait(false);
                    if (hasEnded)
                        break;
                    piece.Add(source.Current);
                    next = source.MoveNextAsync().AsTask();
                }

                if (piece.Count > 0)
                    ahead.Enqueue(await _thread.SubmitAsync(job, piece, hasBegun, rest.Token).ConfigureAwait(false));
                hasBegun = true;
                if (ahead.Count == 0 || (ahead.Count < PiecesAhead && !hasEnded && next.IsCompleted))
                    continue;
                foreach (var result in await ahead.Dequeue().ConfigureAwait(false))
                    yield return result;
            }
        }
        finally
        {
            await rest.CancelAsync().ConfigureAwait(false);
            // An iterator may not be disposed while it is asked for the next item.
            await Task.WhenAny(next).ConfigureAwait(false);
            _ = next.Exception;
            await source.DisposeAsync().ConfigureAwait(false);
        }
    }
}

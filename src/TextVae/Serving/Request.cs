namespace TextVae.Serving;

/// <summary>What a caller waits for, without its types.</summary>
internal abstract class Request
{
    /// <summary>How many texts or vectors it is about.</summary>
    public abstract int Count { get; }

    /// <summary>The most texts or vectors that are done with it at once.</summary>
    public abstract int ItemsAtOnce { get; }

    /// <summary>Whether nobody waits for it any more.</summary>
    public abstract bool IsCancelled { get; }

    /// <summary>Whether another request may be computed with it, in the same batches.</summary>
    public abstract bool Joins(Request other);

    /// <summary>Computes it together with others that it joins, and answers all of them; on the model's thread only.</summary>
    /// <param name="model">What it computes with.</param>
    /// <param name="others">Those that it is computed with.</param>
    /// <param name="closing">Cancelled when the model is disposed.</param>
    public abstract void Answer(LoadedModel model, IReadOnlyList<Request> others, CancellationToken closing);

    /// <summary>Tells the caller that there will be no answer.</summary>
    public abstract void Fail(Exception exception);
}

/// <summary>One piece of what a caller asks for.</summary>
/// <param name="job">What is to be done with each item.</param>
/// <param name="items">Texts or vectors.</param>
/// <param name="cancellation">The caller's.</param>
internal sealed class Request<TItem, TResult>(Job<TItem, TResult> job, IReadOnlyList<TItem> items, CancellationToken cancellation)
    : Request
{
    // What follows an answer is the caller's business, and not for the model's thread to do.
    private readonly TaskCompletionSource<TResult[]> _answer = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<TResult[]> Completed => _answer.Task;

    public override int Count => items.Count;

    public override int ItemsAtOnce => job.ItemsAtOnce;

    public override bool IsCancelled => cancellation.IsCancellationRequested;

    private TItem[] Items { get; } = [.. items];

    public override bool Joins(Request other) =>
        job.IsJoinable && other is Request<TItem, TResult> same && job.Equals(same.Work);

    private Job<TItem, TResult> Work => job;

    public override void Answer(LoadedModel model, IReadOnlyList<Request> others, CancellationToken closing)
    {
        Request<TItem, TResult>[] all = [this, .. others.Cast<Request<TItem, TResult>>()];
        try
        {
            using var end = new JointCancellation([.. all.Select(request => request.Token)], closing);
            var results = job.Run(model, all.Length == 1 ? Items : [.. all.SelectMany(request => request.Items)], end.Token);
            var first = 0;
            foreach (var request in all)
            {
                request._answer.TrySetResult(results[first..(first + request.Count)]);
                first += request.Count;
            }
        }
        catch (OperationCanceledException) when (closing.IsCancellationRequested)
        {
            foreach (var request in all)
                request.Fail(ModelThread.Disposed());
        }
        catch (Exception) when (all.Length > 1)
        {
            // What one of them has done wrong is not for the others to suffer.
            foreach (var request in all)
                request.Answer(model, [], closing);
        }
        catch (Exception exception)
        {
            Fail(exception);
        }
    }

    public override void Fail(Exception exception)
    {
        if (exception is OperationCanceledException)
            _answer.TrySetCanceled(cancellation);
        else if (_answer.TrySetException(exception))
            _ = _answer.Task.Exception; // seen, whether or not the caller still waits for this piece
    }

    private CancellationToken Token => cancellation;
}

using System.Diagnostics;
using System.Threading.Channels;

namespace TextVae.Serving;

/// <summary>
/// The one thread that computes with a model. Callers on any threads put requests into a bounded queue; those that wait and ask
/// for the same are computed together. Dispose scopes of tensors belong to threads, so all of it happens here, loading and
/// disposing of the model too.
/// </summary>
internal sealed class ModelThread
{
    private readonly TaskCompletionSource<LoadedModel> _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _closing = new();
    private readonly List<Request> _waiting = [];
    private readonly Channel<Request> _queue = Channel.CreateUnbounded<Request>(new UnboundedChannelOptions { SingleReader = true });
    private readonly SemaphoreSlim _room;
    private readonly Thread _thread;
    private readonly int _capacity;
    private readonly bool _refusesWhenFull;
    private int _queued;
    private long _computed;
    private long _busySince;

    private ModelThread(Func<LoadedModel> load, int capacity, bool refusesWhenFull)
    {
        _capacity = capacity;
        _refusesWhenFull = refusesWhenFull;
        _room = new SemaphoreSlim(capacity);
        _thread = new Thread(() => Serve(load)) { IsBackground = true, Name = "textvae model" };
    }

    /// <summary>The model, once it is loaded.</summary>
    public Task<LoadedModel> Opened => _opened.Task;

    /// <summary>Whether this code runs on the model's thread.</summary>
    public bool IsCurrent => Thread.CurrentThread == _thread;

    /// <summary>Requests that wait for their turn.</summary>
    public int Queued => Volatile.Read(ref _queued);

    /// <summary>The time that went into answers.</summary>
    public TimeSpan Computed => new(Volatile.Read(ref _computed));

    /// <summary>How long it has computed at the piece of work that it is at; null where it is at none.</summary>
    public TimeSpan? BusyFor => Volatile.Read(ref _busySince) is > 0 and var since ? Stopwatch.GetElapsedTime(since) : null;

    /// <summary>Starts the thread, which loads the model first.</summary>
    /// <param name="load">Loads it.</param>
    /// <param name="capacity">The length of the queue.</param>
    /// <param name="refusesWhenFull">Whether a caller is told that the queue is full, and does not wait.</param>
    public static ModelThread Start(Func<LoadedModel> load, int capacity, bool refusesWhenFull = false)
    {
        ModelThread thread = new(load, capacity, refusesWhenFull);
        thread._thread.Start();
        return thread;
    }

    /// <summary>What callers of a model that has been disposed of are told.</summary>
    public static ObjectDisposedException Disposed() => new(
        nameof(TextVaeModel), "The model has been disposed of. Keep it as long as somebody may ask, or load it again.");

    /// <summary>Puts a request into the queue, which may be full: then this waits, or refuses.</summary>
    /// <param name="job">What is to be done with each item.</param>
    /// <param name="items">The items.</param>
    /// <param name="hasBegun">Whether it is a later piece of something: that waits where a new one would be refused.</param>
    /// <param name="cancellation">The caller's.</param>
    /// <returns>What is completed with the answer.</returns>
    /// <exception cref="ModelBusyException">The queue is full.</exception>
    /// <exception cref="ObjectDisposedException">The model has been disposed of.</exception>
    public async ValueTask<Task<TResult[]>> SubmitAsync<TItem, TResult>(
        Job<TItem, TResult> job, IReadOnlyList<TItem> items, bool hasBegun, CancellationToken cancellation)
    {
        if (IsCurrent)
        {
            throw new InvalidOperationException(
                "The model's own thread waits for nobody: within Run, use the model that is given and not the one it was called on.");
        }

        Request<TItem, TResult> request = new(job, items, cancellation);
        Interlocked.Increment(ref _queued);
        try
        {
            await EnterAsync(mayWait: hasBegun || !_refusesWhenFull, cancellation).ConfigureAwait(false);
            if (!_queue.Writer.TryWrite(request))
                throw Disposed();
        }
        catch
        {
            Interlocked.Decrement(ref _queued);
            throw;
        }

        return request.Completed.WaitAsync(cancellation);
    }

    private async ValueTask EnterAsync(bool mayWait, CancellationToken cancellation)
    {
        if (_closing.IsCancellationRequested)
            throw Disposed();
        if (!mayWait)
        {
            if (!await _room.WaitAsync(TimeSpan.Zero, cancellation).ConfigureAwait(false))
                throw new ModelBusyException(_capacity);
            return;
        }

        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellation, _closing.Token);
        try
        {
            await _room.WaitAsync(end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw Disposed();
        }
    }

    /// <summary>Makes room for another, as a request has its turn.</summary>
    private void Leave()
    {
        Interlocked.Decrement(ref _queued);
        _room.Release();
    }

    /// <summary>Ends the thread after what it is computing at the moment; all that wait are told.</summary>
    /// <returns>Completed when the model's memory is freed.</returns>
    public Task CloseAsync()
    {
        if (_queue.Writer.TryComplete())
            _closing.Cancel();
        return _ended.Task;
    }

    private void Serve(Func<LoadedModel> load)
    {
        try
        {
            using var model = Open(load);
            while (model is not null && Next() is { } request)
                Answer(model, request);
        }
        finally
        {
            FailWaiting();
            _ended.SetResult();
        }
    }

    private LoadedModel? Open(Func<LoadedModel> load)
    {
        try
        {
            var model = load();
            _opened.SetResult(model);
            return model;
        }
        catch (Exception exception)
        {
            _queue.Writer.TryComplete();
            _opened.SetException(exception);
            return null;
        }
    }

    private Request? Next()
    {
        while (!_closing.IsCancellationRequested)
        {
            while (_queue.Reader.TryRead(out var request))
                _waiting.Add(request);
            if (_waiting.Count > 0)
            {
                var first = _waiting[0];
                _waiting.RemoveAt(0);
                return first;
            }

            if (!_queue.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
                return null;
        }

        return null;
    }

    private void Answer(LoadedModel model, Request request)
    {
        Leave();
        if (request.IsCancelled)
        {
            request.Fail(new OperationCanceledException());
            return;
        }

        var (others, count) = (new List<Request>(), request.Count);
        foreach (var waiting in _waiting)
        {
            if (count + waiting.Count > request.ItemsAtOnce || waiting.IsCancelled || !request.Joins(waiting))
                continue;
            others.Add(waiting);
            count += waiting.Count;
        }

        _waiting.RemoveAll(others.Contains);
        foreach (var _ in others)
            Leave();
        var start = Stopwatch.GetTimestamp();
        Volatile.Write(ref _busySince, start);
        request.Answer(model, others, _closing.Token);
        Volatile.Write(ref _busySince, 0);
        Interlocked.Add(ref _computed, Stopwatch.GetElapsedTime(start).Ticks);
    }

    private void FailWaiting()
    {
        foreach (var request in _waiting)
            request.Fail(Disposed());
        while (_queue.Reader.TryRead(out var request))
            request.Fail(Disposed());
    }
}

namespace TextVae.Corpus.Preparing;

/// <summary>
/// Does pieces of work on other threads and hands them on in the order in which they came, on the thread that gives
/// them. Where nothing may wait, it does the work on that thread too.
/// </summary>
/// <param name="work">What is done with a piece; several at a time, on any thread.</param>
/// <param name="take">Takes a piece that is done.</param>
/// <param name="ahead">How many pieces may be under way; 0: none but the one at hand.</param>
internal sealed class InOrder<T>(Action<T> work, Action<T> take, int ahead) : IDisposable
{
    private readonly Queue<Task<T>> _underWay = [];

    public void Add(T piece)
    {
        if (ahead == 0)
        {
            work(piece);
            take(piece);
            return;
        }
        if (_underWay.Count == ahead)
            TakeOldest();
        _underWay.Enqueue(Task.Run(() =>
        {
            work(piece);
            return piece;
        }));
    }

    /// <summary>Takes all that is still under way.</summary>
    public void Complete()
    {
        while (_underWay.Count > 0)
            TakeOldest();
    }

    /// <summary>Waits for what is under way, and forgets it.</summary>
    public void Dispose()
    {
        foreach (var task in _underWay)
            Task.WaitAny(task);
    }

    private void TakeOldest() => take(_underWay.Dequeue().GetAwaiter().GetResult());
}

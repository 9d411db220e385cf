namespace TextVae.Serving;

/// <summary>The end of a computation that several callers wait for: when all of them have gone, or at once when it has to.</summary>
internal sealed class JointCancellation : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly CancellationTokenRegistration[] _registrations;
    private int _waiting;

    /// <param name="callers">One of each caller.</param>
    /// <param name="closing">Ends it whoever waits.</param>
    public JointCancellation(CancellationToken[] callers, CancellationToken closing)
    {
        _waiting = callers.Length;
        _registrations = [.. callers.Select(caller => caller.Register(Leave)), closing.Register(_source.Cancel)];
    }

    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        // Waits for a call that runs on another thread, so that none comes to a source that is disposed.
        foreach (var registration in _registrations)
            registration.Dispose();
        _source.Dispose();
    }

    private void Leave()
    {
        if (Interlocked.Decrement(ref _waiting) == 0)
            _source.Cancel();
    }
}

namespace TextVae;

/// <summary>
/// Calls back at once and on the thread that works, so in the order in which things happen; <see cref="Progress{T}"/> posts to
/// another thread, where reports can overtake each other.
/// </summary>
/// <typeparam name="T">What is told: a share of the work, or more about it.</typeparam>
/// <param name="report">What is done with it. The work waits meanwhile.</param>
public sealed class SynchronousProgress<T>(Action<T> report) : IProgress<T>
{
    /// <inheritdoc/>
    public void Report(T value) => report(value);
}

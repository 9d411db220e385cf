using Microsoft.AspNetCore.Http;
using TextVae.Server.Problems;

namespace TextVae.Server.Landscape;

/// <summary>
/// Lets one question at a time go through all vectors of the map, on a thread of its own: a search takes every processor that there is, so
/// several at once would be no faster, and leave none for short answers. Some may wait for their turn; whoever comes then is told to come again.
/// </summary>
internal sealed class LandscapeGate : IAsyncDisposable
{
    /// <summary>So many wait that the last one has its answer in time even where all of them ask for as much as they may.</summary>
    public const int MostWaiting = 32;

    private readonly SemaphoreSlim _turn = new(1);
    private int _present;

    /// <summary>How many are at work or wait.</summary>
    public int Present => Volatile.Read(ref _present);

    /// <summary>Waits for the turn, and does the work.</summary>
    /// <param name="work">What reads the vectors.</param>
    /// <param name="cancellation">Ends the wait, and the work as soon as that looks.</param>
    /// <exception cref="RequestException">Too many wait already.</exception>
    /// <exception cref="ObjectDisposedException">The server ends.</exception>
    public async Task<T> RunAsync<T>(Func<CancellationToken, T> work, CancellationToken cancellation)
    {
        try
        {
            if (Interlocked.Increment(ref _present) > MostWaiting + 1)
            {
                throw new RequestException(
                    StatusCodes.Status429TooManyRequests, $"The map is busy: {MostWaiting} questions wait for its vectors already. Ask again later.");
            }

            await _turn.WaitAsync(cancellation);
            try
            {
                return await Task.Factory.StartNew(() => work(cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);
            }
            finally
            {
                _turn.Release();
            }
        }
        finally
        {
            Interlocked.Decrement(ref _present);
        }
    }

    /// <summary>Waits for the work that is done, and lets no other begin.</summary>
    public async ValueTask DisposeAsync()
    {
        await _turn.WaitAsync();
        _turn.Dispose();
    }
}

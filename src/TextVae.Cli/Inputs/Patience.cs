using System.Runtime.CompilerServices;

namespace TextVae.Cli.Inputs;

/// <summary>Input that may let wait for itself, such as what somebody types.</summary>
internal static class Patience
{
    /// <summary>The same items; whoever waits for one may give up, and knows that it is not there yet.</summary>
    public static async IAsyncEnumerable<T> With<T>(IEnumerable<T> items, [EnumeratorCancellation] CancellationToken cancellation)
    {
        var source = items.GetEnumerator();
        Task<bool>? next = null;
        try
        {
            while (true)
            {
                next = Task.Run(source.MoveNext, cancellation);
                if (!await next.WaitAsync(cancellation))
                    yield break;
                yield return source.Current;
            }
        }
        finally
        {
            // A read that goes on cannot be ended; it dies with the process.
            if (next is null || next.IsCompleted)
                source.Dispose();
        }
    }
}

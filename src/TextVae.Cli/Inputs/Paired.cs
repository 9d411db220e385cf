using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace TextVae.Cli.Inputs;

/// <summary>What comes of each item of a stream, beside the item.</summary>
internal static class Paired
{
    /// <summary>The items in order, each with its result.</summary>
    /// <param name="items">The stream.</param>
    /// <param name="each">Makes one result an item, in their order; it may read ahead.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async IAsyncEnumerable<(TItem Item, TResult Result)> Of<TItem, TResult>(
        IAsyncEnumerable<TItem> items, Func<IAsyncEnumerable<TItem>, IAsyncEnumerable<TResult>> each,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var read = new ConcurrentQueue<TItem>();
        var noted = items.Select(item =>
        {
            read.Enqueue(item);
            return item;
        });
        await foreach (var result in each(noted).WithCancellation(cancellation))
        {
            if (!read.TryDequeue(out var item))
                throw new InvalidOperationException("There are more results than items.");
            yield return (item, result);
        }
    }
}

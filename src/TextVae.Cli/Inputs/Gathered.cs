using System.Runtime.CompilerServices;

namespace TextVae.Cli.Inputs;

/// <summary>Items of a stream on their way: counted, or as many together as are there at once.</summary>
internal static class Gathered
{
    /// <summary>The same items; of each is told how many there have been.</summary>
    public static IEnumerable<T> Counted<T>(IEnumerable<T> items, Action<long> told)
    {
        var count = 0L;
        foreach (var item in items)
        {
            yield return item;
            told(++count);
        }
    }

    /// <summary>Lists of items in order: each as long as no waiting is needed for the next item, and no longer than it may be.</summary>
    public static async IAsyncEnumerable<List<T>> Of<T>(
        IAsyncEnumerable<T> items, int most, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        await using var source = items.GetAsyncEnumerator(cancellation);
        var next = source.MoveNextAsync().AsTask();
        while (await next)
        {
            var gathered = new List<T>();
            do
            {
                gathered.Add(source.Current);
                next = source.MoveNextAsync().AsTask();
            }
            while (gathered.Count < most && next.IsCompletedSuccessfully && await next);

            yield return gathered;
        }
    }
}

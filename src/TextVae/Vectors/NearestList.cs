namespace TextVae.Vectors;

/// <summary>The closest vectors that have been seen; of equally close ones those with lower rows.</summary>
/// <param name="count">How many are kept.</param>
internal sealed class NearestList(int count)
{
    private static readonly Comparer<(double Closeness, long Row)> FarthestFirst = Comparer<(double Closeness, long Row)>.Create(
        (one, other) => one.Closeness != other.Closeness ? one.Closeness.CompareTo(other.Closeness) : other.Row.CompareTo(one.Row));

    private readonly PriorityQueue<long, (double Closeness, long Row)> _kept = new(FarthestFirst);

    /// <summary>What a vector has to reach to be kept.</summary>
    public double Worst { get; private set; } = double.NegativeInfinity;

    /// <summary>Keeps a vector, if it is among the closest.</summary>
    public void Add(double closeness, long row)
    {
        if (_kept.Count < count)
            _kept.Enqueue(row, (closeness, row));
        else
            _kept.EnqueueDequeue(row, (closeness, row));
        if (_kept.Count == count)
            Worst = _kept.TryPeek(out _, out var worst) ? worst.Closeness : Worst;
    }

    /// <summary>The closest of several lists, the closest first.</summary>
    public static IEnumerable<(double Closeness, long Row)> Merged(IEnumerable<NearestList> lists, int count) =>
        lists.SelectMany(list => list._kept.UnorderedItems.Select(item => item.Priority)).OrderDescending(FarthestFirst).Take(count);
}

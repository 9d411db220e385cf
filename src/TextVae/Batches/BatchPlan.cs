namespace TextVae.Batches;

/// <summary>
/// Which sentences stand together in which batch. A plan is a pure function of (lengths, batch size, seed, epoch), so
/// a run that goes on after a stop needs to know its step and nothing else.
/// </summary>
public sealed class BatchPlan
{
    /// <summary>How many batches are sorted by length together: little padding, yet every epoch mixes anew.</summary>
    private const int PoolBatches = 64;

    private readonly int[] _lengths;
    private readonly int _batchSize;
    private readonly long _seed;

    /// <summary>Plans batches of at most <paramref name="batchSize"/> sentences of the given lengths.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is not positive.</exception>
    public BatchPlan(int[] lengths, int batchSize, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        _lengths = lengths;
        _batchSize = batchSize;
        _seed = seed;
    }

    /// <summary>Batches in every epoch; the last, partial one is counted.</summary>
    public int BatchesPerEpoch => (_lengths.Length + _batchSize - 1) / _batchSize;

    /// <summary>
    /// The batches of one epoch: sentences shuffled, sorted by length within pools, cut into batches (longest
    /// sentence first within a batch), and the batches shuffled. Every sentence is in exactly one batch.
    /// </summary>
    public int[][] Epoch(int epoch)
    {
        var random = new RandomStream(_seed, epoch);
        var order = Enumerable.Range(0, _lengths.Length).ToArray();
        random.Shuffle<int>(order);
        var batches = new List<int[]>(BatchesPerEpoch);
        foreach (var pool in order.Chunk(_batchSize * PoolBatches))
            batches.AddRange(SortedByLength(pool).Chunk(_batchSize));
        random.Shuffle(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(batches));
        return [.. batches];
    }

    /// <summary>
    /// Every sentence once, by length, for evaluation. No sentence is left out: the last batch may be smaller.
    /// </summary>
    public static int[][] InOrderOfLength(IReadOnlyList<int> lengths, int batchSize) =>
        [.. Enumerable.Range(0, lengths.Count).OrderByDescending(i => lengths[i]).Chunk(batchSize)];

    private IEnumerable<int> SortedByLength(int[] pool) => pool.OrderByDescending(i => _lengths[i]);
}

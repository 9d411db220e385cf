using System.Runtime.InteropServices;

namespace TextVae.Batches;

/// <summary>
/// Which sentences stand together in which batch. A plan is a pure function of (lengths, size of a batch, seed, epoch),
/// and every epoch has as many batches, so a run that goes on after a stop needs to know its step and nothing else.
/// </summary>
public sealed class BatchPlan
{
    /// <summary>How many batches are sorted by length together: little padding, yet every epoch mixes anew.</summary>
    private const int PoolBatches = 64;

    /// <summary>Blocks whose sentences are shuffled together.</summary>
    private const int BlocksTogether = 16;

    /// <summary>
    /// Places, padding among them, that sentences which need not stand together take at once: 48 sentences of 4,000 words. One
    /// sentence may have more.
    /// </summary>
    internal const int PlacesAtOnce = 192_000;

    private readonly int[] _lengths;
    private readonly long _seed;
    private readonly int _poolSize;
    private readonly int _block;

    // The sizes of the batches of one epoch, before they are shuffled, and so of every epoch.
    private readonly int[] _sizes;

    private BatchPlan(int[] lengths, long seed, int poolSize, int[] sizes, int block = 0)
    {
        _block = block;
        _lengths = lengths;
        _seed = seed;
        _poolSize = poolSize;
        _sizes = sizes;
    }

    /// <summary>Plans batches of at most <paramref name="batchSize"/> sentences of the given lengths.</summary>
    /// <param name="lengths">Words of each sentence.</param>
    /// <param name="batchSize">Sentences of a batch.</param>
    /// <param name="seed">Of all that is shuffled.</param>
    /// <param name="block">
    /// Sentences of a block that stand beside each other on the disk. Blocks are shuffled, and then the sentences of some at a time, so that
    /// a corpus much larger than memory is read in long runs; 0 to shuffle all sentences.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException">The batch size is not positive.</exception>
    public BatchPlan(int[] lengths, int batchSize, long seed, int block = 0)
        : this(
            lengths, seed, PoolOf(batchSize, lengths.Length), [.. lengths.Chunk(batchSize).Select(batch => batch.Length)], block)
    {
    }

    /// <summary>
    /// The most places that a batch of any epoch can have, padding among them: its sentences times the length of the longest one
    /// with its end token. And how many of those may be words and end tokens.
    /// </summary>
    public (long Places, long Tokens) Largest
    {
        get
        {
            // As if all sentences were sorted together: where they are not, the longest ones have a batch each.
            int[] sorted = [.. _lengths.OrderDescending()];
            var (first, largest) = (0, (Places: 0L, Tokens: 0L));
            foreach (var size in _sizes)
            {
                var places = (sorted[first] + 1L) * size;
                if (places > largest.Places)
                    largest = (places, sorted.AsSpan(first, size).ToArray().Sum(length => length + 1L));
                first += size;
            }

            return largest;
        }
    }

    /// <summary>Batches in every epoch; the last, partial one is counted.</summary>
    public int BatchesPerEpoch => _sizes.Length;

    /// <summary>
    /// Plans batches of as many sentences as have <paramref name="tokens"/> predicted tokens, words and end tokens,
    /// together; one sentence where it has more. All sentences are sorted by length together, so that the sizes are
    /// the same in every epoch; those of equal length change places.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The number of tokens is not positive.</exception>
    public static BatchPlan OfTokens(int[] lengths, int tokens, long seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(tokens);
        var sizes = new List<int>();
        var (size, sum) = (0, 0L);
        foreach (var length in lengths.OrderDescending())
        {
            if (size > 0 && sum + length + 1 > tokens)
            {
                sizes.Add(size);
                (size, sum) = (0, 0);
            }

            size++;
            sum += length + 1;
        }

        if (size > 0)
            sizes.Add(size);
        return new BatchPlan(lengths, seed, Math.Max(lengths.Length, 1), [.. sizes]);
    }

    /// <summary>
    /// The batches of one epoch: sentences shuffled, sorted by length within pools, cut into batches (longest
    /// sentence first within a batch), and the batches shuffled. Every sentence is in exactly one batch.
    /// </summary>
    public int[][] Epoch(int epoch)
    {
        var random = new RandomStream(_seed, epoch);
        var order = Order(random);
        int[] sorted = [.. order.Chunk(_poolSize).SelectMany(pool => pool.OrderByDescending(i => _lengths[i]))];
        var batches = new List<int[]>(BatchesPerEpoch);
        var first = 0;
        foreach (var size in _sizes)
        {
            batches.Add(sorted[first..(first + size)]);
            first += size;
        }

        // Batches of blocks that are read together change places, and no others.
        var together = _block == 0
            ? Math.Max(1, batches.Count)
            : (int)Math.Clamp((long)_block * BlocksTogether / _sizes[0], PoolBatches, Math.Max(PoolBatches, batches.Count));
        for (var from = 0; from < batches.Count; from += together)
            random.Shuffle(CollectionsMarshal.AsSpan(batches).Slice(from, Math.Min(together, batches.Count - from)));
        return [.. batches];
    }

    private int[] Order(RandomStream random)
    {
        var order = Enumerable.Range(0, _lengths.Length).ToArray();
        if (_block == 0)
        {
            random.Shuffle<int>(order);
            return order;
        }

        int[][] blocks = [.. order.Chunk(_block)];
        random.Shuffle<int[]>(blocks);
        order = [.. blocks.SelectMany(block => block)];
        var together = (int)Math.Min((long)_block * BlocksTogether, Math.Max(1, order.Length));
        for (var from = 0; from < order.Length; from += together)
            random.Shuffle(order.AsSpan(from, Math.Min(together, order.Length - from)));
        return order;
    }

    /// <summary>
    /// Every sentence once, by length, for evaluation. No sentence is left out: the last batch may be smaller, and so are those
    /// of very long sentences, which stay within <see cref="PlacesAtOnce"/>.
    /// </summary>
    public static int[][] InOrderOfLength(IReadOnlyList<int> lengths, int batchSize)
    {
        int[] sorted = [.. Enumerable.Range(0, lengths.Count).OrderByDescending(i => lengths[i])];
        var batches = new List<int[]>();
        for (var first = 0; first < sorted.Length; first += batches[^1].Length)
        {
            var size = (int)Math.Clamp(PlacesAtOnce / (lengths[sorted[first]] + 1), 1, Math.Min(batchSize, sorted.Length - first));
            batches.Add(sorted[first..(first + size)]);
        }

        return [.. batches];
    }

    private static int PoolOf(int batchSize, int sentences)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        return (int)Math.Clamp((long)batchSize * PoolBatches, 1, Math.Max(sentences, 1));
    }
}

namespace TextVae.Networks.Kernels;

/// <summary>The sizes of a softmax over a vocabulary.</summary>
internal sealed class SoftmaxShape
{
    /// <summary>Tokens of a tile: what one thread takes through the whole vocabulary. The more, the less often the
    /// weights are read; the fewer, the more stays in the second cache.</summary>
    public const int TileRows = 96;

    // Without gradients a tile is its states and a block of their logits, so more tokens stay in the second cache.
    private const int MostTileRows = 384;
    private const int TileBytes = 512 << 10;

    /// <summary>Words of a block, whose logits stay in cache until they are used.</summary>
    public const int BlockWords = 256;

    // What is kept of a chunk, a number for each token and word, should stay in the last cache; but each chunk also
    // reads and writes the whole gradient of the weights once, which only many tokens are worth.
    private const long ChunkBytes = 24 << 20;
    private const int FewestChunkRows = 480;

    /// <summary>Describes a softmax.</summary>
    /// <param name="hidden">Features of a state.</param>
    /// <param name="words">The size of the vocabulary.</param>
    /// <param name="states">Rows of the states.</param>
    /// <param name="positions">The row of each token's state.</param>
    /// <param name="targets">The word of each token.</param>
    /// <exception cref="ArgumentException">A position is no row, a target is no word, or their numbers differ.</exception>
    public SoftmaxShape(int hidden, int words, long states, long[] positions, long[] targets)
    {
        if (positions.Length != targets.Length)
            throw new ArgumentException($"There are {positions.Length} positions and {targets.Length} targets.", nameof(targets));
        // A wrong index would read memory that is none of the tensor's.
        foreach (var position in positions)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)position, (ulong)states, nameof(positions));
        foreach (var target in targets)
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)target, (ulong)words, nameof(targets));
        Hidden = hidden;
        Words = words;
        Positions = positions;
        Targets = targets;
    }

    public int Hidden { get; }

    public int Words { get; }

    public int Tokens => Targets.Length;

    public long[] Positions { get; }

    public long[] Targets { get; }

    /// <summary>The features with their padding as a depth.</summary>
    public int Depth => Panel.Padded(Hidden);

    /// <summary>Panels of the vocabulary.</summary>
    public int WordPanels => Panel.Count(Words);

    /// <summary>Panels of the features.</summary>
    public int HiddenPanels => Panel.Count(Hidden);

    /// <summary>The vocabulary with its padding.</summary>
    public int PaddedWords => WordPanels * Panel.Width;

    /// <summary>Numbers of the weights' gradient as the kernel sums it: panels of words, in each a row a feature and a
    /// row for the bias.</summary>
    public long GradientSize => (long)PaddedWords * (Hidden + 1);

    /// <summary>Tokens of a tile where there are no gradients.</summary>
    /// <param name="operandSize">Bytes of a number of a state.</param>
    /// <param name="workers">Threads, each of which should have a few tiles.</param>
    public int LossTileRows(int operandSize, int workers) => Math.Max(
        TileRows, Math.Min(Panel.Padded(Tokens / (4 * workers)), Math.Min(TileBytes / (Depth * operandSize) / TileRows * TileRows, MostTileRows)));

    /// <summary>Tokens of a chunk, whole tiles.</summary>
    public int ChunkRows(int operandSize)
    {
        var most = Math.Max(ChunkBytes / ((long)PaddedWords * operandSize), FewestChunkRows);
        var chunks = (int)Math.Max((Tokens + most - 1) / most, 1);
        var rows = (Tokens + chunks - 1) / chunks;
        return (rows + TileRows - 1) / TileRows * TileRows;
    }
}

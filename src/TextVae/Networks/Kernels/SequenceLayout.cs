namespace TextVae.Networks.Kernels;

/// <summary>
/// The order in which a recurrence goes through a padded batch: sentences in blocks, in a block step by step, in a step
/// the sentences that still go on, the longest first. What stands in this order has no padding; a step's rows are
/// contiguous, and those that go on are the first of them. Blocks need nothing of each other, so that each can be a
/// thread's whole way.
/// </summary>
internal sealed class SequenceLayout
{
    // The block product wants some rows to share what it reads of the weights, and their states to stay in cache.
    private const int MostRows = 64;
    private const int FewestRows = 8;

    private SequenceLayout(int batch, bool isBackward, IReadOnlyList<int> lengths, IEnumerable<int[]> blocks)
    {
        Batch = batch;
        var first = 0;
        Blocks =
        [
            .. blocks.Select(sentences =>
            {
                var block = new SequenceBlock(first, sentences, lengths);
                first = block.Starts[^1];
                return block;
            }),
        ];
        Positions = new int[first];
        foreach (var block in Blocks)
        {
            for (var step = 0; step < block.Steps; step++)
            {
                for (var row = 0; row < block.Active(step); row++)
                {
                    var sentence = block.Sentences[row];
                    var time = isBackward ? lengths[sentence] - 1 - step : step;
                    Positions[block.Starts[step] + row] = (time * batch) + sentence;
                }
            }
        }
    }

    /// <summary>Sentences of the batch.</summary>
    public int Batch { get; }

    /// <summary>Real positions of the batch.</summary>
    public int Tokens => Positions.Length;

    /// <summary>The blocks.</summary>
    public SequenceBlock[] Blocks { get; }

    /// <summary>The place of each token in the padded [time · batch].</summary>
    public int[] Positions { get; }

    /// <summary>Lays out a batch.</summary>
    /// <param name="lengths">Positions of each sentence, in any order.</param>
    /// <param name="isBackward">Whether each sentence is read from its end to its start.</param>
    /// <param name="threads">Blocks wanted, as far as they have rows enough.</param>
    public static SequenceLayout Of(IReadOnlyList<int> lengths, bool isBackward, int threads)
    {
        var batch = lengths.Count;
        var rows = Math.Clamp((batch + threads - 1) / threads, FewestRows, MostRows);
        var blocks = (batch + rows - 1) / rows;
        var longestFirst = Enumerable.Range(0, batch).OrderByDescending(sentence => lengths[sentence]).ToArray();
        // Dealt out like cards, so that all blocks are about as long.
        return new SequenceLayout(batch, isBackward, lengths, Enumerable.Range(0, blocks).Select(
            block => longestFirst.Where((_, place) => place % blocks == block).ToArray()));
    }
}

/// <summary>Sentences that go through a recurrence together.</summary>
internal sealed class SequenceBlock
{
    internal SequenceBlock(int first, int[] sentences, IReadOnlyList<int> lengths)
    {
        Sentences = sentences;
        Steps = lengths[sentences[0]];
        Starts = new int[Steps + 1];
        Starts[0] = first;
        for (var step = 0; step < Steps; step++)
            Starts[step + 1] = Starts[step] + sentences.Count(sentence => lengths[sentence] > step);
    }

    /// <summary>The sentences, the longest first.</summary>
    public int[] Sentences { get; }

    /// <summary>The length of the longest.</summary>
    public int Steps { get; }

    /// <summary>The first token of each step, and the one after the last.</summary>
    public int[] Starts { get; }

    /// <summary>Sentences that have a word at a step; they are the first ones.</summary>
    public int Active(int step) => Starts[step + 1] - Starts[step];
}

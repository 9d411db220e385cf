using TextVae.Native;

namespace TextVae.Networks.Kernels;

/// <summary>
/// The distribution of the next word after many states: the best words of each, or all of them. Tiles of states and ranges
/// of words are shared out to the workers, so that a single sentence keeps them busy too; sums over words are taken range by
/// range, so that no result depends on the threads or on what stands beside a state.
/// </summary>
internal sealed unsafe class NextWordKernel<TLanes, TOperand> : IDisposable
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : unmanaged, IOperand<TOperand>
{
    // Words whose weights a thread reads for one tile after the other.
    private const int RangeWords = 8 * SoftmaxShape.BlockWords;

    private readonly SoftmaxShape _shape;
    private readonly SoftmaxWeights<TLanes, TOperand> _weights;

    /// <summary>Packs the weights.</summary>
    /// <param name="hidden">Features of a state.</param>
    /// <param name="words">The size of the vocabulary.</param>
    /// <param name="weight">W, [words, hidden].</param>
    /// <param name="bias">b, [words].</param>
    public NextWordKernel(int hidden, int words, float* weight, float* bias)
    {
        _shape = new SoftmaxShape(hidden, words, states: 0, positions: [], targets: []);
        _weights = new SoftmaxWeights<TLanes, TOperand>(_shape, weight, bias, withGradient: false);
    }

    private int Ranges => (_shape.Words + RangeWords - 1) / RangeWords;

    /// <summary>The words with the largest probabilities after each state, the best first.</summary>
    /// <param name="states">[rows, padded hidden], with memory for a multiple of 16 rows.</param>
    /// <param name="rows">States.</param>
    /// <param name="count">Words wanted a state, at most the vocabulary.</param>
    /// <param name="words">Takes them, [rows, count].</param>
    /// <param name="logProbabilities">Takes ln p of each, [rows, count].</param>
    public void Rank(TOperand* states, int rows, int count, int[] words, float[] logProbabilities)
    {
        var (ranges, kept) = (Ranges, Math.Min(count, RangeWords));
        // A range that keeps fewer words than are wanted says nothing of those of others.
        var sharesFloors = kept == count;
        var floors = new float[rows];
        Array.Fill(floors, float.NegativeInfinity);
        var found = new int[checked(rows * ranges)];
        var normalizers = new LogSum[found.Length];
        using var logitMemory = new NativeMemoryBlock((long)rows * ranges * kept * sizeof(float));
        using var wordMemory = new NativeMemoryBlock((long)rows * ranges * kept * sizeof(int));
        var topLogits = (float*)logitMemory.Start;
        var topWords = (int*)wordMemory.Start;
        ForTiles(rows, (first, range, tileRows, scratch) =>
        {
            var tops = new TopWords[tileRows];
            for (var row = 0; row < tileRows; row++)
            {
                var place = (((long)(first + row) * ranges) + range) * kept;
                tops[row] = new TopWords(kept, topLogits + place, topWords + place);
            }

            ForBlocks(states, first, tileRows, range, scratch, (row, word, logits, width, largest) =>
            {
                normalizers[((first + row) * ranges) + range].Add<TLanes>(logits, width, largest);
                // What a range has of better words keeps worse ones of the others out as well.
                var floor = sharesFloors ? Math.Max(floors[first + row], tops[row].Floor) : tops[row].Floor;
                if (largest >= floor)
                {
                    Offer(ref tops[row], floor, logits, Math.Min(width, _shape.Words - word), word);
                    floors[first + row] = Math.Max(floors[first + row], tops[row].Floor);
                }
            });
            for (var row = 0; row < tileRows; row++)
                found[((first + row) * ranges) + range] = tops[row].Count;
        });
        Workers.For((rows + SoftmaxShape.TileRows - 1) / SoftmaxShape.TileRows, tile =>
        {
            for (var row = tile * SoftmaxShape.TileRows; row < Math.Min(rows, (tile + 1) * SoftmaxShape.TileRows); row++)
            {
                fixed (float* bestLogits = &logProbabilities[row * count])
                fixed (int* bestWords = &words[row * count])
                {
                    var best = new TopWords(count, bestLogits, bestWords);
                    for (var range = 0; range < ranges; range++)
                    {
                        var place = ((long)row * ranges) + range;
                        for (var i = place * kept; i < (place * kept) + found[place]; i++)
                            best.Offer(topLogits[i], topWords[i]);
                    }

                    best.Sort();
                    var logNormalizer = LogSum.Log(normalizers.AsSpan(row * ranges, ranges));
                    for (var i = 0; i < count; i++)
                        bestLogits[i] -= logNormalizer;
                }
            }
        });
    }

    /// <summary>ln p of every word after each state.</summary>
    /// <param name="states">As in <see cref="Rank"/>.</param>
    /// <param name="rows">States.</param>
    /// <param name="logProbabilities">Takes them, [rows, words].</param>
    public void LogProbabilities(TOperand* states, int rows, float[] logProbabilities)
    {
        var ranges = Ranges;
        var normalizers = new LogSum[checked(rows * ranges)];
        ForTiles(rows, (first, range, tileRows, scratch) =>
            ForBlocks(states, first, tileRows, range, scratch, (row, word, logits, width, largest) =>
            {
                normalizers[((first + row) * ranges) + range].Add<TLanes>(logits, width, largest);
                var real = Math.Min(width, _shape.Words - word);
                new Span<float>(logits, real).CopyTo(logProbabilities.AsSpan(((first + row) * _shape.Words) + word, real));
            }));
        Workers.For(rows, row =>
        {
            var logNormalizer = LogSum.Log(normalizers.AsSpan(row * ranges, ranges));
            foreach (ref var value in logProbabilities.AsSpan(row * _shape.Words, _shape.Words))
                value -= logNormalizer;
        });
    }

    /// <summary>ln p of one word after each state, the same bits as in <see cref="LogProbabilities"/>.</summary>
    /// <param name="states">As in <see cref="Rank"/>.</param>
    /// <param name="rows">States.</param>
    /// <param name="wanted">The word.</param>
    /// <param name="logProbabilities">Takes them, [rows].</param>
    public void LogProbabilitiesOf(TOperand* states, int rows, int wanted, float[] logProbabilities)
    {
        var ranges = Ranges;
        var normalizers = new LogSum[checked(rows * ranges)];
        ForTiles(rows, (first, range, tileRows, scratch) =>
            ForBlocks(states, first, tileRows, range, scratch, (row, word, logits, width, largest) =>
            {
                normalizers[((first + row) * ranges) + range].Add<TLanes>(logits, width, largest);
                if (wanted >= word && wanted < word + width)
                    logProbabilities[first + row] = logits[wanted - word];
            }));
        for (var row = 0; row < rows; row++)
            logProbabilities[row] -= LogSum.Log(normalizers.AsSpan(row * ranges, ranges));
    }

    public void Dispose() => _weights.Dispose();

    private void ForTiles(int rows, TileBody body)
    {
        var tiles = (rows + SoftmaxShape.TileRows - 1) / SoftmaxShape.TileRows;
        Workers.For(tiles * Ranges, number =>
        {
            using var scratch = new NativeMemoryBlock(SoftmaxShape.TileRows * SoftmaxShape.BlockWords * sizeof(float));
            var first = number % tiles * SoftmaxShape.TileRows;
            body(first, number / tiles, Math.Min(SoftmaxShape.TileRows, rows - first), (float*)scratch.Start);
            TOperand.Release();
        });
    }

    /// <summary>Computes the logits of a tile and a range, a block of words at a time.</summary>
    private void ForBlocks(TOperand* states, int first, int rows, int range, float* scratch, BlockBody body)
    {
        var end = Math.Min((range + 1) * RangeWords, _shape.PaddedWords);
        for (var word = range * RangeWords; word < end; word += SoftmaxShape.BlockWords)
        {
            var width = _weights.BlockWords(word);
            for (var panel = 0; panel < width / Panel.Width; panel++)
            {
                TOperand.Multiply(
                    Panel.Padded(rows), Panel.Width, _shape.Depth, states + ((long)first * _shape.Depth), _shape.Depth,
                    _weights.ForLogits((word / Panel.Width) + panel), scratch + (panel * Panel.Width), SoftmaxShape.BlockWords,
                    add: false);
            }

            for (var row = 0; row < rows; row++)
            {
                var logits = scratch + (row * SoftmaxShape.BlockWords);
                var largest = TLanes.Of(float.NegativeInfinity);
                for (var j = 0; j < width; j += TLanes.Count)
                {
                    var logit = TLanes.Load(logits + j) + TLanes.Load(_weights.Bias + word + j);
                    logit.Store(logits + j);
                    largest = TLanes.Max(largest, logit);
                }

                body(row, word, logits, width, largest.Largest());
            }
        }
    }

    private static void Offer(ref TopWords top, float floor, float* logits, int width, int word)
    {
        for (var first = 0; first < width; first += TLanes.Count)
        {
            if (!TLanes.AnyAtLeast(TLanes.Load(logits + first), TLanes.Of(floor)))
                continue;
            for (var j = first; j < Math.Min(first + TLanes.Count, width); j++)
            {
                if (!(logits[j] >= floor))
                    continue;
                top.Offer(logits[j], word + j);
                if (top.Floor > floor)
                    floor = top.Floor;
            }
        }
    }

    private delegate void TileBody(int first, int range, int rows, float* scratch);

    private delegate void BlockBody(int row, int word, float* logits, int width, float largest);
}

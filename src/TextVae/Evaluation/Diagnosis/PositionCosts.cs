using TextVae.Batches;

namespace TextVae.Evaluation.Diagnosis;

/// <summary>Sums −ln p of tokens by sentence and by place, once with a sentence's own z and once with another's.</summary>
internal sealed class PositionCosts(int sentences, int time)
{
    // A word or two apart at the beginning, where z counts most, and ever wider.
    private static readonly int[] LastPlaces = [1, 2, 3, 4, 5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200, int.MaxValue];

    private readonly double[] _own = new double[sentences];
    private readonly double[] _shuffled = new double[sentences];
    private readonly long[] _tokensAt = new long[time];
    private readonly double[] _ownAt = new double[time];
    private readonly double[] _shuffledAt = new double[time];

    /// <summary>Takes up a batch.</summary>
    /// <param name="batch">The sentences.</param>
    /// <param name="places">The place of each among all.</param>
    /// <param name="own">−ln p of its tokens with their own z, nats, [tokens].</param>
    /// <param name="shuffled">The same with another z.</param>
    public void Add(Batch batch, int[] places, float[] own, float[] shuffled)
    {
        var positions = batch.RealPositions.cpu().data<long>().ToArray();
        foreach (var (token, position) in positions.Index())
        {
            var (at, column) = Math.DivRem(position, batch.Size);
            _own[places[column]] += own[token];
            _shuffled[places[column]] += shuffled[token];
            _tokensAt[at]++;
            _ownAt[at] += own[token];
            _shuffledAt[at] += shuffled[token];
        }
    }

    /// <summary>The result.</summary>
    /// <param name="codes">Of the same sentences.</param>
    public LatentUse Use(PosteriorCodes codes)
    {
        double[] gains = [.. _own.Zip(_shuffled, (own, shuffled) => shuffled - own)];
        var mean = gains.Average();
        return new LatentUse
        {
            Sentences = sentences,
            Kl = codes.Kl,
            Reconstruction = _own.Average(),
            ReconstructionShuffled = _shuffled.Average(),
            GainError = Math.Sqrt(gains.Sum(gain => (gain - mean) * (gain - mean)) / (gains.Length - 1) / gains.Length),
            MeanVariance = codes.MeanVariance,
            MarginalKlBound = codes.MarginalKlBound,
            Positions = [.. Bands()],
        };
    }

    private IEnumerable<PositionBand> Bands()
    {
        var from = 0;
        foreach (var last in LastPlaces)
        {
            var to = Math.Min(last, time);
            if (from >= to)
                yield break;
            var tokens = _tokensAt[from..to].Sum();
            yield return new PositionBand(from + 1, to, tokens, _ownAt[from..to].Sum() / tokens, _shuffledAt[from..to].Sum() / tokens);
            from = to;
        }
    }
}

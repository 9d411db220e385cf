using TorchSharp;

namespace TextVae.Distributed;

/// <summary>
/// The noise of a step of training. A process by itself draws from torch's generator, which the step seeds. Ranks that share a
/// batch draw alike what belongs to the whole batch, each from a generator of its own with the same seed, and take what
/// belongs to their sentences, so that they train with the numbers that one process would. Everything that a step draws is
/// drawn here; outside of steps nothing is shared.
/// </summary>
internal sealed class StepNoise : IDisposable
{
    [ThreadStatic]
    private static StepNoise? _current;

    private readonly StepNoise? _outer;
    private readonly torch.Generator? _generator;
    private readonly bool _ownsGenerator;
    private readonly BatchShare _share;

    private StepNoise(BatchShare share, torch.Generator? generator, bool ownsGenerator)
    {
        (_share, _generator, _ownsGenerator) = (share, generator, ownsGenerator);
        _outer = _current;
        _current = this;
    }

    private static StepNoise? Shared => _current is { _share.IsWhole: false } shared ? shared : null;

    /// <summary>Seeds the noise of a step on this thread, until what is returned is disposed.</summary>
    public static StepNoise Begin(long seed, BatchShare share)
    {
        torch.random.manual_seed(seed);
        return share.IsWhole
            ? new StepNoise(share, generator: null, ownsGenerator: false)
            : new StepNoise(share, new torch.Generator((ulong)seed, torch.get_default_device()), ownsGenerator: true);
    }

    /// <summary>Goes on with the noise of the step for other texts in the places of its sentences.</summary>
    public static StepNoise? With(BatchShare share) =>
        Shared is { } shared ? new StepNoise(share, shared._generator, ownsGenerator: false) : null;

    /// <summary>Draws a seed, the same in all ranks, for noise that is to be drawn several times.</summary>
    public static long NewSeed() => Shared is { } shared
        ? torch.randint(long.MaxValue, [1], torch.ScalarType.Int64, generator: shared._generator).ToInt64()
        : torch.randint(long.MaxValue, [1], torch.ScalarType.Int64).ToInt64();

    /// <summary>Lets the noise that follows be that of a seed.</summary>
    public static void Restart(long seed)
    {
        if (Shared is { } shared)
            shared._generator!.manual_seed(seed);
        else
            torch.random.manual_seed(seed);
    }

    /// <summary>Numbers of N(0, 1) for each sentence.</summary>
    /// <param name="like">[sentences, features].</param>
    public static torch.Tensor Normal(torch.Tensor like) => Shared is { } shared
        ? shared.OfSentences(torch.randn([shared._share.Size, like.shape[1]], like.dtype, like.device, generator: shared._generator), 0)
        : torch.randn_like(like);

    /// <summary>The same for every sentence of the whole batch, in all ranks.</summary>
    /// <param name="like">[sentences of the batch, features].</param>
    public static torch.Tensor NormalOfAll(torch.Tensor like) => Shared is { } shared
        ? torch.randn(like.shape, like.dtype, like.device, generator: shared._generator)
        : torch.randn_like(like);

    /// <summary>Numbers between 0 and 1 for each position of a batch.</summary>
    /// <param name="time">Positions of the longest sentence that this rank has.</param>
    /// <param name="sentences">Its sentences.</param>
    /// <returns>float32 [time, sentences].</returns>
    public static torch.Tensor Uniform(long time, long sentences) => Shared is { } shared
        ? shared.OfSentences(torch.rand([shared._share.Time, shared._share.Size], generator: shared._generator).narrow(0, 0, time), 1)
        : torch.rand([time, sentences]);

    /// <summary>Numbers between 0 and 1 for texts to be drawn, some for each.</summary>
    /// <returns>float64 [numbers, sentences].</returns>
    public static torch.Tensor Shares(long numbers, long sentences) => Shared is { } shared
        ? shared.OfSentences(torch.rand([numbers, shared._share.Size], torch.ScalarType.Float64, generator: shared._generator), 1)
        : torch.rand([numbers, sentences], torch.ScalarType.Float64);

    /// <summary>Drops numbers of parameters, the same in all ranks.</summary>
    /// <param name="values">Of any shape.</param>
    /// <param name="share">The probability.</param>
    public static torch.Tensor Drop(torch.Tensor values, double share) =>
        Shared is { } shared ? values * shared.Kept(values.shape, share, values) : Dropped(values, share);

    /// <summary>Drops numbers of states, [time, sentences, features].</summary>
    /// <inheritdoc cref="Drop"/>
    public static torch.Tensor DropOfStates(torch.Tensor values, double share)
    {
        if (Shared is not { } shared)
            return Dropped(values, share);
        var kept = shared.Kept([shared._share.Time, shared._share.Size, values.shape[2]], share, values);
        return values * shared.OfSentences(kept.narrow(0, 0, values.shape[0]), 1);
    }

    /// <summary>Drops numbers of what stands at the real positions of a batch, time first, [positions, features].</summary>
    /// <inheritdoc cref="Drop"/>
    public static torch.Tensor DropOfPositions(torch.Tensor values, double share)
    {
        if (Shared is not { } shared)
            return Dropped(values, share);
        var kept = shared.Kept([shared._share.Tokens, values.shape[1]], share, values);
        return values * kept.index_select(0, torch.tensor(shared.OwnPositions(), device: values.device));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _current = _outer;
        if (_ownsGenerator)
            _generator!.Dispose();
    }

    private static torch.Tensor Dropped(torch.Tensor values, double share) =>
        torch.nn.functional.dropout(values, share, training: true);

    // As libtorch makes it, number by number, so that ranks drop what one process drops.
    private torch.Tensor Kept(long[] shape, double share, torch.Tensor like) =>
        torch.empty(shape, like.dtype, like.device).bernoulli_(1 - share, _generator).DivideInPlace(1 - share);

    private torch.Tensor OfSentences(torch.Tensor whole, long dimension) =>
        whole.index_select(dimension, torch.tensor(_share.Columns.Select(column => (long)column).ToArray(), device: whole.device));

    // Where this rank's positions stand among those of the whole batch that are no padding.
    private long[] OwnPositions()
    {
        var own = new List<long>();
        var isOwn = new bool[_share.Size];
        foreach (var column in _share.Columns)
            isOwn[column] = true;
        var place = 0L;
        for (var t = 0; t < _share.Time; t++)
        {
            for (var column = 0; column < _share.Size; column++)
            {
                if (t >= _share.Lengths[column])
                    continue;
                if (isOwn[column])
                    own.Add(place);
                place++;
            }
        }

        return [.. own];
    }
}

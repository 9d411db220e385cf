namespace TextVae.Benchmarks.Scaling;

/// <summary>What a training of many ranks would take, from what one rank does and what lies between them.</summary>
public sealed record ScalingModel
{
    /// <summary>Target tokens a second that one rank computes.</summary>
    public required double TokensPerSecond { get; init; }

    /// <summary>Seconds of a step that every rank spends however small its share is: the update, and launching what computes.</summary>
    public double FixedSeconds { get; init; }

    /// <summary>Trained numbers, whose float32 gradients are summed.</summary>
    public required double Parameters { get; init; }

    /// <summary>Tokens of a step's batch; with <see cref="BatchGrows"/> of each rank's.</summary>
    public required double BatchTokens { get; init; }

    /// <summary>Whether each rank has a batch of its own size (weak scaling), or all share one (strong scaling).</summary>
    public bool BatchGrows { get; init; }

    /// <summary>Tokens of an epoch.</summary>
    public required double EpochTokens { get; init; }

    /// <summary>Ranks of a machine.</summary>
    public int RanksPerMachine { get; init; } = 1;

    /// <summary>The link between machines.</summary>
    public required Link Between { get; init; }

    /// <summary>The link between ranks of a machine.</summary>
    public required Link Inside { get; init; }

    /// <summary>The share of the computation behind which a sum can hide.</summary>
    public double Overlap { get; init; }

    /// <summary>Bytes a second at which a rank reads its sentences, of four bytes a token, beside the computation.</summary>
    public double ReadBandwidth { get; init; } = 100e6;

    /// <summary>What some ranks make of it.</summary>
    public ScalingPoint At(int ranks)
    {
        var tokens = BatchGrows ? BatchTokens * ranks : BatchTokens;
        var share = tokens / ranks;
        var compute = FixedSeconds + (share / TokensPerSecond);
        var sum = RingSum.Seconds(ranks, RanksPerMachine, sizeof(float) * Parameters, Inside, Between);
        var read = sizeof(int) * share / ReadBandwidth;
        var step = Math.Max(compute + Math.Max(0, sum - (Overlap * compute)), read);
        return new ScalingPoint(ranks, (ranks + RanksPerMachine - 1) / RanksPerMachine, compute, sum, read, step, EpochTokens / tokens * step);
    }
}

/// <summary>A training of some ranks.</summary>
/// <param name="Ranks">How many.</param>
/// <param name="Machines">On how many machines.</param>
/// <param name="ComputeSeconds">A step's computation.</param>
/// <param name="SumSeconds">The sum of its gradients.</param>
/// <param name="ReadSeconds">Reading, beside the computation.</param>
/// <param name="StepSeconds">The step.</param>
/// <param name="EpochSeconds">An epoch.</param>
public sealed record ScalingPoint(
    int Ranks, int Machines, double ComputeSeconds, double SumSeconds, double ReadSeconds, double StepSeconds, double EpochSeconds)
{
    /// <summary>The share of a step in which nobody computes.</summary>
    public double CommunicationShare => (StepSeconds - ComputeSeconds) / StepSeconds;
}

namespace TextVae.Runs;

/// <summary>
/// What a run has to remember beside parameters and moments. Order of the data, schedules and noise are functions of
/// the step.
/// </summary>
internal sealed record RunState
{
    /// <summary>Steps done.</summary>
    public long Step { get; init; }

    /// <summary>The lowest validation bound so far, nats a sentence.</summary>
    public double BestBound { get; init; } = double.PositiveInfinity;

    /// <summary>The step of the lowest bound; 0 before the first evaluation.</summary>
    public long BestStep { get; init; }

    /// <summary>Evaluations since the best one, counted once every schedule has reached its end.</summary>
    public int SinceBest { get; init; }

    /// <summary>The step of the last evaluation.</summary>
    public long EvaluatedStep { get; init; }

    /// <summary>The state after an evaluation.</summary>
    public RunState After(double bound, bool schedulesAreOver) => bound < BestBound
        ? this with { BestBound = bound, BestStep = Step, SinceBest = 0, EvaluatedStep = Step }
        : this with { SinceBest = schedulesAreOver ? SinceBest + 1 : 0, EvaluatedStep = Step };
}

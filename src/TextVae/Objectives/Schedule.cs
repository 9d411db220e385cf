namespace TextVae.Objectives;

/// <summary>The shape of a schedule between its two ends.</summary>
public enum ScheduleKind
{
    /// <summary>One value throughout.</summary>
    Constant,

    /// <summary>A straight line.</summary>
    Linear,

    /// <summary>A logistic curve (§5.3.1 of the paper), scaled so that it meets both ends exactly.</summary>
    Logistic,

    /// <summary>Straight lines one after the other, each followed by a rest at the end's value (Fu et al. 2019, equation 6).</summary>
    Cyclical,
}

/// <summary>
/// A weight as a pure function of the step: <see cref="From"/> up to <see cref="Start"/>, <see cref="To"/> after
/// <see cref="End"/>, and a curve between the two.
/// </summary>
public sealed record Schedule(ScheduleKind Kind, double From, double To, long Start, long End)
{
    /// <summary>How many units of the logistic function's argument lie on either side of its middle.</summary>
    private const double LogisticReach = 5;

    /// <summary>How often a cyclical schedule goes from one end to the other.</summary>
    public int Cycles { get; init; } = 4;

    /// <summary>The share of a cycle in which it changes; in the rest it stays at <see cref="To"/>.</summary>
    public double Rise { get; init; } = 0.5;

    /// <summary>The value at the end of the schedule.</summary>
    public double Final => To;

    /// <summary>A schedule that never changes.</summary>
    public static Schedule Constant(double value) => new(ScheduleKind.Constant, value, value, 0, 0);

    /// <summary>Whether the value stays the same from a step on.</summary>
    internal bool HasEnded(long step) => Kind == ScheduleKind.Constant || step >= End;

    /// <summary>The value at a step, counted from 1.</summary>
    public double At(long step)
    {
        if (HasEnded(step))
            return To;
        if (step <= Start)
            return From;
        var progress = (double)(step - Start) / (End - Start);
        return From + ((To - From) * Kind switch
        {
            ScheduleKind.Logistic => Logistic(progress),
            ScheduleKind.Cyclical => Math.Min(1, ProgressOfCycle(step) / Rise),
            _ => progress,
        });
    }

    /// <summary>Everything that is wrong with it, each as the rest of a sentence after its name.</summary>
    internal IEnumerable<string> Problems()
    {
        if (Kind != ScheduleKind.Constant && (Start < 0 || End <= Start))
        {
            yield return $"goes from step {Start} to step {End}; the end has to come after the start, and neither may be "
                + "negative.";
        }

        if (Cycles < 1)
            yield return $"has {Cycles} cycles; it has to have at least 1.";
        if (!(Rise > 0 && Rise <= 1))
            yield return FormattableString.Invariant($"rises in {Rise} of a cycle; it has to be above 0 and at most 1.");
    }

    // In whole numbers as far as it goes, so that every cycle begins at exactly 0.
    private double ProgressOfCycle(long step) => (double)((step - Start) * Cycles % (End - Start)) / (End - Start);

    private static double Logistic(double progress)
    {
        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
        var low = Sigmoid(-LogisticReach);
        return (Sigmoid(LogisticReach * ((2 * progress) - 1)) - low) / (1 - (2 * low));
    }
}

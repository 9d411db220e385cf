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
}

/// <summary>
/// A weight as a pure function of the step: <see cref="From"/> up to <see cref="Start"/>, <see cref="To"/> after
/// <see cref="End"/>, and a curve between the two.
/// </summary>
public sealed record Schedule(ScheduleKind Kind, double From, double To, long Start, long End)
{
    /// <summary>How many units of the logistic function's argument lie on either side of its middle.</summary>
    private const double LogisticReach = 5;

    /// <summary>The value at the end of the schedule, which evaluation is about.</summary>
    public double Final => To;

    /// <summary>A schedule that never changes.</summary>
    public static Schedule Constant(double value) => new(ScheduleKind.Constant, value, value, 0, 0);

    /// <summary>Whether the value stays the same from a step on.</summary>
    public bool HasEnded(long step) => Kind == ScheduleKind.Constant || step >= End;

    /// <summary>The value at a step, counted from 1.</summary>
    public double At(long step)
    {
        if (HasEnded(step))
            return To;
        if (step <= Start)
            return From;
        var progress = (double)(step - Start) / (End - Start);
        return From + ((To - From) * (Kind == ScheduleKind.Linear ? progress : Logistic(progress)));
    }

    private static double Logistic(double progress)
    {
        static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
        var low = Sigmoid(-LogisticReach);
        return (Sigmoid(LogisticReach * ((2 * progress) - 1)) - low) / (1 - (2 * low));
    }
}

namespace TextVae.Reproduction;

/// <summary>A difference between two systems.</summary>
/// <param name="Difference">The difference of the means.</param>
/// <param name="HalfWidth">Half the width of its 95 % interval; infinite where there are too few seeds to know.</param>
internal sealed record Estimate(double Difference, double HalfWidth)
{
    /// <summary>Whether the true difference is above a number: yes or no where the whole interval is on one side of it.</summary>
    public Verdict IsAbove(double margin)
    {
        if (Difference - HalfWidth > margin)
            return Verdict.Holds;
        return Difference + HalfWidth < margin ? Verdict.DoesNotHold : Verdict.CannotBeTold;
    }

    /// <summary>Whether the true difference is no further from 0 than a number, in the same way.</summary>
    public Verdict IsWithin(double tolerance) =>
        (IsAbove(-tolerance), new Estimate(-Difference, HalfWidth).IsAbove(-tolerance)) switch
        {
            (Verdict.Holds, Verdict.Holds) => Verdict.Holds,
            (Verdict.DoesNotHold, _) or (_, Verdict.DoesNotHold) => Verdict.DoesNotHold,
            _ => Verdict.CannotBeTold,
        };
}

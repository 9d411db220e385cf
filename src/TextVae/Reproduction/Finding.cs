namespace TextVae.Reproduction;

/// <summary>One comparison behind a claim.</summary>
/// <param name="Comparison">What is compared: a figure, and of what less of what.</param>
/// <param name="Difference">What was found; null where one of the two was not measured.</param>
/// <param name="HalfWidth">Half the width of the difference's 95 % interval; null where there are too few seeds to know.</param>
/// <param name="Claimed">What the paper claims of the difference.</param>
/// <param name="Verdict">Whether it came out as claimed.</param>
public sealed record Evidence(string Comparison, double? Difference, double? HalfWidth, string Claimed, Verdict Verdict);

/// <summary>A claim of the paper and what was found.</summary>
/// <param name="Claim">What the paper says, in our words.</param>
/// <param name="Where">Its section and figure.</param>
/// <param name="Evidence">Every comparison that it makes.</param>
public sealed record Finding(string Claim, string Where, IReadOnlyList<Evidence> Evidence)
{
    /// <summary>
    /// The claim does not hold where one comparison comes out the other way, and holds where all come out as claimed.
    /// </summary>
    public Verdict Verdict
    {
        get
        {
            if (Evidence.Any(evidence => evidence.Verdict == Verdict.DoesNotHold))
                return Verdict.DoesNotHold;
            return Evidence.Count > 0 && Evidence.All(evidence => evidence.Verdict == Verdict.Holds)
                ? Verdict.Holds
                : Verdict.CannotBeTold;
        }
    }
}

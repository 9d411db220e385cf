namespace TextVae.Reproduction;

/// <summary>What measurements say of a claim.</summary>
public enum Verdict
{
    /// <summary>Every comparison that it makes came out so.</summary>
    Holds,

    /// <summary>A comparison that it makes came out the other way.</summary>
    DoesNotHold,

    /// <summary>A difference is within what seeds make, or was not measured.</summary>
    CannotBeTold,
}

namespace TextVae.Reproduction;

/// <summary>A training of the paper that has left no model to be measured.</summary>
/// <param name="Run">Which.</param>
/// <param name="Message">What happened.</param>
public sealed record FailedSystem(PlannedRun Run, string Message);

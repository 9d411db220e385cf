namespace TextVae.Sweeps;

/// <summary>A training of a sweep that has left no model to be measured.</summary>
/// <param name="Run">Which.</param>
/// <param name="Message">What happened.</param>
public sealed record FailedRun(SweptRun Run, string Message);

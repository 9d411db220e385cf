namespace TextVae.Evaluation;

/// <summary>The importance-weighted estimate at one number of samples.</summary>
/// <param name="K">The number of samples.</param>
/// <param name="NllIw">The estimate, nats a sentence; its expectation never rises with <paramref name="K"/>.</param>
/// <param name="StandardError">Over sentences; null where there is one alone.</param>
public sealed record IwCurvePoint(int K, double NllIw, double? StandardError);

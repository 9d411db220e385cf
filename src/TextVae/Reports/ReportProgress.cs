namespace TextVae.Reports;

/// <summary>How far the measuring of a run is.</summary>
/// <param name="Share">The share that is done, 0 to 1.</param>
/// <param name="Stage">What is being done, in a word or two.</param>
public readonly record struct ReportProgress(double Share, string Stage);

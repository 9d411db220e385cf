namespace TextVae.Corpus.Preparing;

/// <summary>Tells the caller how far the work is, and ends it when the caller asks.</summary>
internal sealed class ProgressReport(IProgress<PrepareProgress>? progress, CancellationToken cancellation)
{
    private const long MillisecondsBetweenReports = 100;

    private PrepareStage? _stage;
    private long _reported;

    /// <summary>To be called often: it reports the start of a stage, and then ten times a second.</summary>
    public void Step(PrepareStage stage, long done, long total, long sentences)
    {
        cancellation.ThrowIfCancellationRequested();
        var now = Environment.TickCount64;
        if (progress is null || (stage == _stage && now - _reported < MillisecondsBetweenReports))
            return;
        _stage = stage;
        _reported = now;
        progress.Report(new PrepareProgress(stage, done, total, sentences));
        cancellation.ThrowIfCancellationRequested();
    }
}

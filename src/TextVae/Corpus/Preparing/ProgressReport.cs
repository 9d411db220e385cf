namespace TextVae.Corpus.Preparing;

/// <summary>Tells the caller how far the work is, and ends it when the caller asks.</summary>
internal sealed class ProgressReport(IProgress<PrepareProgress>? progress, CancellationToken cancellation)
{
    private const int CallsBetweenReports = 4096;

    private int _calls;

    /// <summary>To be called often: it reports seldom.</summary>
    public void Step(PrepareStage stage, long done, long total, long sentences)
    {
        cancellation.ThrowIfCancellationRequested();
        if (_calls++ % CallsBetweenReports == 0)
            Now(stage, done, total, sentences);
    }

    public void Now(PrepareStage stage, long done, long total, long sentences)
    {
        cancellation.ThrowIfCancellationRequested();
        progress?.Report(new PrepareProgress(stage, done, total, sentences));
    }
}

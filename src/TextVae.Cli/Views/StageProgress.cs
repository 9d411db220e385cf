namespace TextVae.Cli.Views;

/// <summary>Shows the share of a stage that is done, with a text about it.</summary>
internal sealed class StageProgress(IProgressSink sink, Func<double, string> describe) : IProgress<double>
{
    public StageProgress(IProgressSink sink, string stage)
        : this(sink, _ => stage)
    {
    }

    public void Report(double value) => sink.Report(value, describe(value));
}

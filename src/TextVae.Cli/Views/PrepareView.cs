using System.Diagnostics;
using TextVae.Corpus;

namespace TextVae.Cli.Views;

/// <summary>Shows how far <c>prepare</c> is as one share of the whole, so that the time left can be told from it.</summary>
internal sealed class PrepareView(IProgressSink sink) : IProgress<PrepareProgress>
{
    private readonly Stopwatch _stage = new();
    private PrepareStage? _last;

    public void Report(PrepareProgress value)
    {
        if (value.Stage != _last)
            _stage.Restart();
        _last = value.Stage;
        (var from, var to) = Range(value.Stage);
        var share = value.Total > 0 ? Math.Min(1, (double)value.Done / value.Total) : 0;
        sink.Report(from + (share * (to - from)), Describe(value));
    }

    private string Describe(PrepareProgress value)
    {
        var name = ChoiceName.Of(value.Stage);
        if (value.Stage == PrepareStage.Merging)
            return FormattableString.Invariant($"merging, {value.Done:N0} of {value.Total:N0} tokens");
        if (value.Stage is PrepareStage.Joining or PrepareStage.Counting or PrepareStage.Writing)
            return FormattableString.Invariant($"{name} {value.Done:N0} of {value.Total:N0} texts");
        var speed = value.Done / 1e6 / Math.Max(_stage.Elapsed.TotalSeconds, 0.1);
        var texts = value.Sentences > 0 ? FormattableString.Invariant($", {value.Sentences:N0} texts") : "";
        return FormattableString.Invariant($"{name} {value.Done / 1e6:N0} of {value.Total / 1e6:N0} MB, {speed:N0} MB/s{texts}");
    }

    /// <summary>Which part of the whole work a stage usually takes.</summary>
    private static (double From, double To) Range(PrepareStage stage) => stage switch
    {
        PrepareStage.Hashing => (0, 0.04),
        PrepareStage.Reading or PrepareStage.Joining => (0.04, 0.78),
        PrepareStage.Counting => (0.78, 0.84),
        PrepareStage.Merging => (0.84, 0.87),
        _ => (0.87, 1),
    };
}

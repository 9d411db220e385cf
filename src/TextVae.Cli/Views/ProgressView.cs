using System.Diagnostics;
using System.Globalization;
using Spectre.Console;

namespace TextVae.Cli.Views;

/// <summary>Where long work says how far it is.</summary>
internal interface IProgressSink
{
    /// <summary>How far the work is, and a short text about it.</summary>
    void Report(double share, string text);

    /// <summary>Something worth keeping on the screen.</summary>
    void Line(string text);
}

/// <summary>Shows progress on stderr: a bar with the time left on a terminal, a line now and then elsewhere.</summary>
internal static class ProgressView
{
    // Narrow enough for what a training says of itself to stand beside it in 80 columns.
    private const int BarWidth = 12;

    private static readonly TimeSpan PauseOfLines = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan PauseOfScreen = TimeSpan.FromMilliseconds(100);

    /// <summary>Does work while its progress is shown.</summary>
    /// <param name="error">Where talk goes; the bar is for the process's own terminal only.</param>
    /// <param name="title">What is being done, in a word or two.</param>
    /// <param name="work">The work.</param>
    public static T Run<T>(TextWriter error, string title, Func<IProgressSink, T> work)
    {
        // What another program gives to be written to holds the same text however long the work takes.
        if (!ReferenceEquals(error, Console.Error))
            return work(new Lines(error, title, pause: TimeSpan.MaxValue));
        if (Console.IsErrorRedirected)
            return work(new Lines(error, title, pause: PauseOfLines));
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) });
        return console.Progress()
            .AutoClear(true)
            .Columns(
                new ProgressBarColumn { Width = BarWidth }, new PercentageColumn(), new RemainingTimeColumn(),
                new TaskDescriptionColumn { Alignment = Justify.Left })
            .Start(context => work(new Bar(console, context.AddTask(Markup.Escape(title), maxValue: 1), title)));
    }

    /// <summary>Does work of which nobody knows how much there is, while what is done is counted.</summary>
    /// <param name="error">Where talk goes; nothing is said to any writer but the process's own.</param>
    /// <param name="title">What is being done, in a word or two.</param>
    /// <param name="what">What is counted, in the plural.</param>
    /// <param name="work">The work, which tells how many it has done.</param>
    public static void Counting(TextWriter error, string title, string what, Action<Action<long>> work)
    {
        if (!ReferenceEquals(error, Console.Error))
        {
            work(_ => { });
            return;
        }

        var (watch, last) = (Stopwatch.StartNew(), TimeSpan.Zero);
        void Tell(long count, TimeSpan pause, Action<string> say)
        {
            if (watch.Elapsed - last < pause)
                return;
            last = watch.Elapsed;
            say(string.Create(CultureInfo.InvariantCulture, $"{title}: {count:N0} {what}, {count / watch.Elapsed.TotalSeconds:N0} a second"));
        }

        if (Console.IsErrorRedirected)
        {
            work(count => Tell(count, PauseOfLines, error.WriteLine));
            return;
        }

        AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) }).Status().Start(
            Markup.Escape(title), status => work(count => Tell(count, PauseOfScreen, text => status.Status(Markup.Escape(text)))));
    }

    /// <summary>A time in minutes and seconds, with hours before them where there are some, however many.</summary>
    internal static string Shown(TimeSpan time) => time.TotalHours >= 1 ? $"{(long)time.TotalHours}:{time:mm\\:ss}" : $"{time:m\\:ss}";

    private sealed class Bar(IAnsiConsole console, ProgressTask task, string title) : IProgressSink
    {
        public void Report(double share, string text)
        {
            task.Value = share;
            task.Description = Markup.Escape($"{title}: {text}");
        }

        // Padded, because Spectre does not erase what the bar has left behind the end of the text.
        public void Line(string text) => console.WriteLine(text.PadRight(console.Profile.Width - 1));
    }

    private sealed class Lines(TextWriter error, string title, TimeSpan pause) : IProgressSink
    {
        private readonly Stopwatch _watch = Stopwatch.StartNew();
        private double? _firstShare;
        private TimeSpan _last;

        public void Report(double share, string text)
        {
            _firstShare ??= share;
            if (_watch.Elapsed - _last < pause)
                return;
            _last = _watch.Elapsed;
            error.WriteLine($"{title}: {share:P0}, {text}{TimeLeft(share)}");
        }

        public void Line(string text) => error.WriteLine(text);

        private string TimeLeft(double share)
        {
            var done = share - _firstShare!.Value;
            if (done <= 0)
                return "";
            var left = _watch.Elapsed * ((1 - share) / done);
            return $", {Shown(left)} left";
        }
    }
}

using System.CommandLine;
using TextVae.Benchmarks;
using TextVae.Cli.Arguments;
using TextVae.Cli.Views;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae bench prepare</c>: how fast raw text becomes a dataset, and in how much memory.</summary>
internal static class BenchPrepareCommand
{
    // Of the whole, making up reviews takes so much.
    private const double PartOfGenerating = 0.4;

    public static Command Create()
    {
        var megabytes = new Option<int>("--megabytes")
        {
            Description = "Millions of bytes of made-up reviews to prepare.",
            DefaultValueFactory = _ => 200,
            HelpName = "N",
        };
        var packing = Choices.Option(
            "--packing", "What the reviews are packed in", "none",
            ("none", ReviewPacking.None), ("gz", ReviewPacking.Gz), ("tar", ReviewPacking.Tar), ("tgz", ReviewPacking.Tgz));
        var folder = new Option<string>("--folder")
        {
            Description = "Where to put files meanwhile; about three times the bytes must fit.",
            DefaultValueFactory = _ => Path.GetTempPath(),
            HelpName = "DIR",
        };
        return new Command("prepare", "Make up reviews in Yelp's schema, prepare them, and measure speed and memory.")
        {
            megabytes, packing, folder,
        }.Measuring((parse, sink, cancellation) => PrepareBenchmark.Run(
            parse.Positive(megabytes), parse.GetValue(packing), parse.GetValue(folder)!,
            new SynchronousProgress<double>(share => sink.Report(PartOfGenerating * share, "generating")), new PrepareView(new Preparing(sink)),
            cancellation), Print);
    }

    private static void Print(FigureLines lines, PrepareSpeed speed)
    {
        lines.Add("JSON", $"{speed.JsonBytes / 1e6:N0} MB in a file of {speed.FileBytes / 1e6:N0} MB");
        lines.Add("reviews", $"{speed.Reviews:N0}, {speed.Tokens:N0} tokens, {speed.VocabularyCount:N0} entries of vocabulary");
        lines.Add("speed", $"{speed.MegabytesPerSecond:F1} MB of JSON a second");
        lines.Add("peak memory", $"{speed.PeakMemoryMib:N0} MiB");
        lines.Add("time", $"{speed.Seconds:F1} s");
        foreach (var (stage, seconds) in speed.StageSeconds)
            lines.Add($"  {ChoiceName.Of(stage)}", $"{seconds:F1} s");
    }

    private sealed class Preparing(IProgressSink sink) : IProgressSink
    {
        public void Report(double share, string text) => sink.Report(PartOfGenerating + ((1 - PartOfGenerating) * share), text);

        public void Line(string text) => sink.Line(text);
    }
}

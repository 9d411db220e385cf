using System.CommandLine;
using TextVae.Benchmarks;
using TextVae.Cli.Arguments;
using TextVae.Cli.Views;
using TextVae.Vectors;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae bench neighbors</c>: how fast the closest of many vectors are found.</summary>
internal static class BenchNeighborsCommand
{
    public static Command Create()
    {
        var vectors = Whole("--vectors", "How many vectors to look among.", 1_000_000);
        var size = Whole("--size", "The numbers of a vector.", 64);
        var top = Whole("--top", "How many neighbors to find.", 10);
        var measure = Choices.Option(
            "--measure", "What close is", "cosine",
            ("cosine", VectorMeasure.Cosine), ("euclidean", VectorMeasure.Euclidean), ("inner-product", VectorMeasure.InnerProduct));
        var folder = new Option<string>("--folder")
        {
            Description = "Where the file of vectors goes meanwhile.",
            DefaultValueFactory = _ => Path.GetTempPath(),
            HelpName = "DIR",
        };
        return new Command("neighbors", "Make up vectors, look for the closest ones, and measure how long that takes.")
        {
            vectors, size, top, measure, folder,
        }.Measuring((parse, _, cancellation) => NeighborBenchmark.Run(
            parse.Positive(vectors), parse.Positive(size), parse.Positive(top), parse.GetValue(measure), parse.GetValue(folder)!, cancellation), Print);
    }

    private static Option<int> Whole(string name, string description, int standard) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        HelpName = "N",
    };

    private static void Print(FigureLines lines, NeighborSpeed speed)
    {
        lines.Add("vectors", $"{speed.Vectors:N0} of {speed.Size} numbers, the {speed.Top} closest by {ChoiceName.Of(speed.Measure)}");
        lines.Add("first query", $"{speed.FirstMilliseconds:F1} ms, opening the file included");
        lines.Add("a query", $"{speed.Milliseconds:F1} ms, {speed.GigabytesPerSecond:F1} GB/s");
        lines.Add("64 together", $"{speed.TogetherMilliseconds:F2} ms each");
    }
}

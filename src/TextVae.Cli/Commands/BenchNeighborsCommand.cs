using System.CommandLine;
using System.Globalization;
using TextVae.Benchmarks;
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
        var json = JsonOutput.CreateOption();
        var command = new Command("neighbors", "Make up vectors, look for the closest ones, and measure how long that takes.")
        {
            vectors, size, top, measure, folder, json,
        };
        command.SetAction((parse, cancellation) =>
        {
            foreach (var option in new[] { vectors, size, top })
            {
                if (parse.GetValue(option) < 1)
                    throw new RecipeException($"{option.Name} is {parse.GetValue(option)}. Give 1 or more.");
            }

            var speed = NeighborBenchmark.Run(
                parse.GetValue(vectors), parse.GetValue(size), parse.GetValue(top), parse.GetValue(measure), parse.GetValue(folder)!,
                cancellation);
            if (parse.GetValue(json))
                JsonOutput.Write(parse.InvocationConfiguration.Output, speed);
            else
                Print(speed, parse.InvocationConfiguration.Output);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static Option<int> Whole(string name, string description, int standard) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        HelpName = "N",
    };

    private static void Print(NeighborSpeed speed, TextWriter output)
    {
        void Line(string name, FormattableString value) =>
            output.WriteLine($"{name,-14}{value.ToString(CultureInfo.InvariantCulture)}");

        Line("vectors", $"{speed.Vectors:N0} of {speed.Size} numbers, the {speed.Top} closest by {JsonOutput.NameOf(speed.Measure)}");
        Line("first query", $"{speed.FirstMilliseconds:F1} ms, opening the file included");
        Line("a query", $"{speed.Milliseconds:F1} ms, {speed.GigabytesPerSecond:F1} GB/s");
        Line("64 together", $"{speed.TogetherMilliseconds:F2} ms each");
    }
}

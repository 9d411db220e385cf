using System.CommandLine;
using System.Globalization;
using TextVae.Benchmarks.Scaling;
using TextVae.Cli.Views;

namespace TextVae.Cli.Commands;

/// <summary><c>textvae bench scaling</c> and <c>bench sum</c>: what many processes would take, and how fast they sum here.</summary>
internal static class BenchScalingCommand
{
    private const double Million = 1e6;

    /// <summary>What a training would take on some ranks, by the model of docs/scaling.md.</summary>
    public static Command CreateScaling()
    {
        var ranks = new Option<int[]>("--ranks")
        {
            Description = "How many ranks, one after the other.",
            DefaultValueFactory = _ => [1, 2, 4, 8, 16, 32, 64],
            HelpName = "N",
            AllowMultipleArgumentsPerToken = true,
        };
        var grows = new Option<bool>("--batch-grows") { Description = "Each rank has a batch of its own; else all share one." };
        var speed = Number("--tokens-per-second", "Tokens a second of one rank.", 8000);
        var fixedTime = Number("--fixed-ms", "Milliseconds of a step that no share makes shorter.", 10);
        var parameters = Number("--parameters", "Millions of trained numbers.", 8.4);
        var batch = Number("--batch-tokens", "Tokens of a batch.", 5520);
        var epoch = Number("--epoch-tokens", "Millions of tokens of an epoch.", 281);
        var perMachine = Number("--ranks-per-machine", "Ranks of a machine.", 1);
        var bandwidth = Number("--bandwidth", "Gigabytes a second between machines.", 1.25);
        var latency = Number("--latency", "Microseconds between machines.", 50);
        var inside = Number("--inside-bandwidth", "Gigabytes a second between ranks of a machine.", 5);
        var insideLatency = Number("--inside-latency", "Microseconds between ranks of a machine.", 2);
        var overlap = Number("--overlap", "The share of the computation behind which sums hide, 0 to 1.", 0);
        var json = JsonOutput.CreateOption();
        Option[] options =
            [ranks, grows, speed, fixedTime, parameters, batch, epoch, perMachine, bandwidth, latency, inside, insideLatency, overlap, json];
        var command = new Command("scaling", "Compute what a training of many processes would take.");
        foreach (var option in options)
            command.Add(option);
        command.SetAction((parse, _) =>
        {
            Option<double>[] positive = [speed, parameters, batch, epoch, perMachine, bandwidth, inside];
            if (positive.FirstOrDefault(option => !(parse.GetValue(option) > 0)) is { } wrong)
                throw new RecipeException(string.Create(CultureInfo.InvariantCulture, $"{wrong.Name} is {parse.GetValue(wrong)}; it has to be above 0."));
            if (parse.GetValue(ranks)!.Any(count => count is < 1 or > 4096))
                throw new RecipeException("--ranks are numbers from 1 to 4096.");
            var model = new ScalingModel
            {
                TokensPerSecond = parse.GetValue(speed),
                FixedSeconds = parse.GetValue(fixedTime) / 1000,
                Parameters = parse.GetValue(parameters) * Million,
                BatchTokens = parse.GetValue(batch),
                BatchGrows = parse.GetValue(grows),
                EpochTokens = parse.GetValue(epoch) * Million,
                RanksPerMachine = (int)parse.GetValue(perMachine),
                Between = new Link(parse.GetValue(latency) / Million, parse.GetValue(bandwidth) * 1e9),
                Inside = new Link(parse.GetValue(insideLatency) / Million, parse.GetValue(inside) * 1e9),
                Overlap = parse.GetValue(overlap),
            };
            ScalingPoint[] points = [.. parse.GetValue(ranks)!.Select(model.At)];
            if (parse.GetValue(json))
                JsonOutput.Write(parse.InvocationConfiguration.Output, points);
            else
                Print(points, model, parse.InvocationConfiguration.Output);
            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    /// <summary>How fast the processes that mpirun has started sum.</summary>
    public static Command CreateSum()
    {
        var sizes = new Option<long[]>("--numbers")
        {
            Description = "Numbers of a sum, one size after the other.",
            DefaultValueFactory = _ => [1, 1_000, 100_000, 1_000_000, 8_400_000],
            HelpName = "N",
            AllowMultipleArgumentsPerToken = true,
        };
        var json = JsonOutput.CreateOption();
        var command = new Command("sum", "Measure how long the processes of `mpirun -np N textvae bench sum` take to sum float32 numbers.") { sizes, json };
        command.SetAction((parse, _) =>
        {
            if (parse.GetValue(sizes)!.Any(size => size is < 1 or > 1_000_000_000))
                throw new RecipeException("--numbers are from 1 to 1000000000.");
            var measured = SumBenchmark.Run(RankedConfiguration.RanksOf(parse), parse.GetValue(sizes)!);
            if (parse.GetValue(json))
            {
                JsonOutput.Write(parse.InvocationConfiguration.Output, measured);
                return Task.FromResult(ExitCodes.Done);
            }

            var output = parse.InvocationConfiguration.Output;
            output.WriteLine($"{measured.Ranks} ranks, {measured.OnThisMachine} on this machine");
            foreach (var sum in measured.Sums)
            {
                output.WriteLine(string.Create(
                    CultureInfo.InvariantCulture, $"{sum.Numbers,13:N0} numbers {1000 * sum.Seconds,11:F3} ms {4e-9 * sum.Numbers / sum.Seconds,9:F2} GB/s"));
            }

            return Task.FromResult(ExitCodes.Done);
        });
        return command;
    }

    private static void Print(ScalingPoint[] points, ScalingModel model, TextWriter output)
    {
        output.WriteLine("ranks  machines  computing ms   sum ms  step ms  in sums   epoch h  speed-up  efficiency");
        var one = model.At(1);
        foreach (var point in points)
        {
            var speedUp = one.EpochSeconds / point.EpochSeconds;
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{point.Ranks,5}{point.Machines,10}{1000 * point.ComputeSeconds,14:F1}{1000 * point.SumSeconds,9:F1}{1000 * point.StepSeconds,9:F1}{point.CommunicationShare,9:P0}{point.EpochSeconds / 3600,10:F2}{speedUp,10:F1}{speedUp / point.Ranks,12:P0}"));
        }
    }

    private static Option<double> Number(string name, string description, double standard) => new(name)
    {
        Description = description,
        DefaultValueFactory = _ => standard,
        HelpName = "X",
    };
}

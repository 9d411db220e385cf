using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using TextVae.Cli.Commands;
using TextVae.Distributed;

namespace TextVae.Cli;

/// <summary>The whole command line: what may be typed, and what becomes of it.</summary>
internal static class CommandLine
{
    /// <summary>
    /// Runs one command. Results go to <paramref name="output"/>, all talk to <paramref name="error"/>.
    /// </summary>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static Task<int> RunAsync(
        string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellation = default) =>
        RunAsync(CreateRoot(), arguments, output, error, cancellation);

    internal static async Task<int> RunAsync(
        Command root, string[] arguments, TextWriter output, TextWriter error, CancellationToken cancellation)
    {
        // Texts are arguments, and a text may start with an at sign.
        var parse = root.Parse(arguments, new() { ResponseFileTokenReplacer = null });
        if (UsageProblems.Of(parse) is { Count: > 0 } problems)
        {
            Failure.Print(error, string.Join('\n', problems));
            return ExitCodes.UsageOrRecipe;
        }

        var ranks = Ranks.Single;
        try
        {
            ranks = RankedProcess.Join(parse);
            // Commands end by themselves when cancelled, however long their last save takes.
            var code = await parse.InvokeAsync(
                new RankedConfiguration(ranks)
                {
                    Output = ranks.IsFirst ? output : TextWriter.Null,
                    Error = ranks.IsFirst ? error : TextWriter.Null,
                    EnableDefaultExceptionHandler = false,
                    ProcessTerminationTimeout = null,
                },
                cancellation);
            ranks.Dispose();
            return code;
        }
        catch (Exception exception)
        {
            return RankedProcess.Fail(ranks, exception, error);
        }
    }

    /// <summary>All commands. Only makes descriptions: nothing of a command's work, nor libtorch, is touched.</summary>
    internal static RootCommand CreateRoot()
    {
        var root = new RootCommand("Train, measure and use variational autoencoders of text.")
        {
            QuickstartCommand.Create(),
            SynthCommand.Create(),
            PrepareCommand.Create(),
            TrainCommand.Create(),
            EvaluateCommand.Create(),
            EncodeCommand.Create(),
            DecodeCommand.Create(),
            ReconstructCommand.Create(),
            SampleCommand.Create(),
            InterpolateCommand.Create(),
            TransferCommand.Create(),
            ArithmeticCommand.Create(),
            NeighborsCommand.Create(),
            NoveltyCommand.Create(),
            DeduplicateCommand.Create(),
            ClusterCommand.Create(),
            AugmentCommand.Create(),
            ServeCommand.Create(),
            ExportCommand.Create(),
            ReportCommand.Create(),
            ReproduceCommand.Create(),
            SweepCommand.Create(),
            BenchCommand.Create(),
            DoctorCommand.Create(),
        };
        root.HelpName = "textvae";
        root.Options.OfType<HelpOption>().Single().Action = new TidyHelp();
        root.Options.OfType<VersionOption>().Single().Action = new PrintVersion();
        root.SetAction(parse =>
        {
            new TidyHelp().Invoke(parse);
            return ExitCodes.UsageOrRecipe;
        });
        return root;
    }

    private sealed class PrintVersion : SynchronousCommandLineAction
    {
        public override bool ClearsParseErrors => true;

        public override int Invoke(ParseResult parseResult)
        {
            var version = typeof(PrintVersion).Assembly.GetName().Version?.ToString(3);
            parseResult.InvocationConfiguration.Output.WriteLine($"textvae {version}");
            return ExitCodes.Done;
        }
    }
}

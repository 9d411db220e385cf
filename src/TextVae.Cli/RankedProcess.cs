using System.CommandLine;
using TextVae.Distributed;
using TextVae.Distributed.Mpi;
using TextVae.Native;

namespace TextVae.Cli;

/// <summary>
/// This process as one of several that `mpirun` or `srun` has started: it joins the others for commands that can be shared, only the
/// first one talks, and where one fails, all end.
/// </summary>
internal static class RankedProcess
{
    private static readonly string[] Shared = ["train", "evaluate", "encode", "sweep", "prepare", "bench sum"];

    // Where all fail alike, the first one says so and ends the others before they do.
    private static readonly TimeSpan FirstSpeaks = TimeSpan.FromSeconds(1);

    // A launcher that hears of the end first may not pass on what was said before it.
    private static readonly TimeSpan LauncherPassesOn = TimeSpan.FromSeconds(0.5);

    /// <summary>Joins the others.</summary>
    /// <returns>All of them; <see cref="Ranks.Single"/> where this process is by itself.</returns>
    /// <exception cref="RecipeException">The command is none that processes share.</exception>
    /// <exception cref="NativeRuntimeException">They cannot be joined.</exception>
    public static Ranks Join(ParseResult parse)
    {
        if (MpiJob.Find() is not { } job)
            return Ranks.Single;
        var command = CommandPath.Of(parse.CommandResult);
        if (!Shared.Select(name => $"textvae {name}").Contains(command))
        {
            throw new RecipeException(
                $"{job.Launcher} has started {job.Count} processes, and `{command}` is not shared by processes. Start it without "
                + $"{job.Launcher}; what can be shared is {string.Join(", ", Shared)}.");
        }

        var ranks = job.Join();
        NativeRuntime.ProcessOnThisMachine = job.RankOnThisMachine;
        // Threads of processes that do not know of each other would outnumber the cores.
        if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null)
            NativeRuntime.Threads = Math.Max(1, Math.Min(Environment.ProcessorCount, Cores / ranks.OnThisMachine));
        return ranks;
    }

    /// <summary>Tells of a failure, once, and ends all processes.</summary>
    /// <returns>The exit code, where this process is by itself.</returns>
    public static int Fail(Ranks ranks, Exception exception, TextWriter error)
    {
        var debug = Environment.GetEnvironmentVariable(Failure.DebugSwitch) == "1";
        var (rank, count) = MpiJob.Find() is { } job ? (job.Rank, job.Count) : (0, 1);
        if (exception is OperationCanceledException)
        {
            ranks.Dispose();
            return Failure.Report(exception, rank == 0 ? error : TextWriter.Null, debug);
        }

        if (rank > 0)
        {
            Thread.Sleep(FirstSpeaks);
            error.Write($"rank {rank} of {count} on {Environment.MachineName}: ");
        }

        var code = Failure.Report(exception, error, debug);
        if (ranks.AreMany)
            Thread.Sleep(LauncherPassesOn);
        ranks.Abort(code);
        return code;
    }

    /// <summary>The cores of this machine, where the process may be bound to a few.</summary>
    private static int Cores
    {
        get
        {
            const string processors = "/proc/cpuinfo";
            var listed = File.Exists(processors)
                ? File.ReadLines(processors).Count(line => line.StartsWith("processor", StringComparison.Ordinal))
                : 0;
            return Math.Max(listed, Environment.ProcessorCount);
        }
    }
}

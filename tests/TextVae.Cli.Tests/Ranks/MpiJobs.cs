using System.Diagnostics;

namespace TextVae.Cli.Tests.Ranks;

/// <summary>The command as several processes on this machine.</summary>
internal static class MpiJobs
{
    /// <summary>What Open MPI has to be told on a machine with fewer cores than processes, and where root runs tests.</summary>
    private static readonly string[] OnAnyMachine =
        ["--oversubscribe", "--bind-to", "none", "--mca", "mpi_yield_when_idle", "1", "--mca", "btl_vader_single_copy_mechanism", "none"];

    private static readonly (string Name, string Value)[] Environment =
    [
        ("OMPI_ALLOW_RUN_AS_ROOT", "1"), ("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1"), ("OMP_NUM_THREADS", "1"), ("TEXTVAE_MPI_TIMEOUT", "120"),
    ];

    /// <summary>Skips the test where Open MPI is missing.</summary>
    public static void Require() => Assert.SkipUnless(
        IsThere("mpirun"), "Open MPI's mpirun is missing; `apt-get install openmpi-bin` or `dnf install openmpi` brings it.");

    /// <summary>Whether a program is found.</summary>
    public static bool IsThere(string program) => (System.Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator).Any(folder => File.Exists(Path.Combine(folder, program)));

    /// <summary>Starts the command in some processes; one goes without a launcher.</summary>
    public static Process Start(int processes, params string[] arguments) => processes == 1
        ? StartProgram("dotnet", [CommandProcess.Assembly, .. arguments])
        : StartProgram("mpirun", ["-np", $"{processes}", .. OnAnyMachine, "dotnet", CommandProcess.Assembly, .. arguments]);

    /// <summary>Starts two processes with different arguments.</summary>
    public static Process StartDifferent(string[] first, string[] second) => StartProgram(
        "mpirun",
        [
            .. OnAnyMachine, "-np", "1", "dotnet", CommandProcess.Assembly, .. first, ":", "-np", "1", "dotnet", CommandProcess.Assembly,
            .. second,
        ]);

    /// <summary>Runs the command in some processes to its end.</summary>
    public static async Task<Run> RunAsync(int processes, params string[] arguments)
    {
        using var process = Start(processes, arguments);
        return await EndAsync(process, TimeSpan.FromMinutes(5));
    }

    /// <summary>Waits for the end, and fails after some time.</summary>
    public static async Task<Run> EndAsync(Process process, TimeSpan limit)
    {
        var end = CommandProcess.EndAsync(process);
        if (await Task.WhenAny(end, Task.Delay(limit, TestContext.Current.CancellationToken)) != end)
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The processes had not ended after {limit}.");
        }

        return await end;
    }

    /// <summary>Starts any program with the environment of the tests.</summary>
    public static Process StartProgram(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var (name, value) in Environment)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>The processes of the command below a launcher.</summary>
    public static int[] ProcessesOf(Process launcher)
    {
        var parents = Directory.EnumerateDirectories("/proc").Select(Path.GetFileName).Where(name => int.TryParse(name, out _))
            .Select(name => (Id: int.Parse(name!), Parent: ParentOf(name!))).ToArray();
        return [.. parents.Where(process => process.Parent == launcher.Id).Select(process => process.Id)];
    }

    /// <summary>Whether the command runs anywhere on this machine with an argument.</summary>
    public static bool IsRunning(string argument) => Directory.EnumerateDirectories("/proc")
        .Where(folder => int.TryParse(Path.GetFileName(folder), out _))
        .Select(folder => ArgumentsOf(folder))
        .Any(arguments => arguments is ["dotnet", ..] && arguments.Contains(argument));

    private static string[] ArgumentsOf(string folder)
    {
        try
        {
            return File.ReadAllText(Path.Combine(folder, "cmdline")).Split('\0');
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }

    private static int ParentOf(string id)
    {
        try
        {
            // "4711 (a name) S 4710 ...": the name may hold anything.
            return int.Parse(File.ReadAllText($"/proc/{id}/stat").Split(") ")[^1].Split(' ')[1]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return -1;
        }
    }
}

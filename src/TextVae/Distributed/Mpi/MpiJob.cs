using System.Globalization;

namespace TextVae.Distributed.Mpi;

/// <summary>What the launcher of this process says of the others: `mpirun` of Open MPI, or `srun` of Slurm.</summary>
/// <param name="Rank">The number of this process, from 0.</param>
/// <param name="Count">How many processes it has started.</param>
/// <param name="OnThisMachine">How many of them here.</param>
/// <param name="Launcher">What started them, for messages.</param>
public sealed record MpiJob(int Rank, int Count, int OnThisMachine, string Launcher)
{
    private const string Slurm = "srun";

    /// <summary>The number of this process among those here, from 0.</summary>
    public int RankOnThisMachine { get; init; }

    /// <summary>Whether the launcher gives the processes nothing by which they find each other. Open MPI would end this process.</summary>
    internal bool LacksPmi { get; init; }

    /// <summary>The job of which this process is a part; null for a process by itself. MPI is not touched.</summary>
    public static MpiJob? Find() => Find(Environment.GetEnvironmentVariable);

    /// <summary>Joins the other processes of the job.</summary>
    /// <exception cref="NativeRuntimeException">There is no MPI, or one that TextVae does not know, or the processes do not find each
    /// other.</exception>
    public Ranks Join() => LacksPmi ? throw NotFound(1) : MpiRanks.Join(this, TimeLimit.FromEnvironment());

    /// <summary>The same, from any environment.</summary>
    internal static MpiJob? Find(Func<string, string?> variable)
    {
        (string Rank, string Count, string Here, string RankHere, string Launcher)[] launchers =
        [
            ("OMPI_COMM_WORLD_RANK", "OMPI_COMM_WORLD_SIZE", "OMPI_COMM_WORLD_LOCAL_SIZE", "OMPI_COMM_WORLD_LOCAL_RANK", "mpirun"),
            ("SLURM_PROCID", "SLURM_STEP_NUM_TASKS", "SLURM_STEP_TASKS_PER_NODE", "SLURM_LOCALID", Slurm),
            ("PMI_RANK", "PMI_SIZE", "MPI_LOCALNRANKS", "MPI_LOCALRANKID", "An mpirun that is not Open MPI's"),
        ];
        foreach (var (rank, count, here, rankHere, launcher) in launchers)
        {
            if (Number(variable(count)) is not { } processes)
                continue;
            // An mpirun inside of an allocation of Slurm finds that one's variables too, and has a number of its own.
            var machine = launcher == Slurm ? Number(variable("SLURM_NODEID")) ?? 0 : 0;
            return processes <= 1
                ? null
                : new MpiJob(
                    Number(variable(rank)) ?? 0, processes, Math.Clamp(TasksOf(variable(here), machine) ?? processes, 1, processes), launcher)
                {
                    RankOnThisMachine = Number(variable(rankHere)) ?? 0,
                    LacksPmi = launcher == Slurm && variable("PMIX_NAMESPACE") is null && variable("PMI_RANK") is null,
                };
        }

        return null;
    }

    /// <summary>The refusal where MPI finds fewer processes than have been started.</summary>
    internal NativeRuntimeException NotFound(int found) => new(
        $"{Launcher} has started {Count} processes, and Open MPI finds {found}. "
        + (Launcher == Slurm
            ? "Start with `srun --mpi=pmix`, or with Open MPI's own mpirun inside of the allocation."
            : "Start with Open MPI's own mpirun; that of MPICH or Intel MPI does not do."));

    // Slurm writes "2(x3),1" for two on each of three machines and one on the fourth; the others write a number.
    private static int? TasksOf(string? text, int machine)
    {
        foreach (var part in text?.Split(',') ?? [])
        {
            if (part.Split("(x") is not [var count, .. var times])
                return null;
            machine -= times is [var repeated] ? Number(repeated.TrimEnd(')')) ?? 1 : 1;
            if (machine < 0)
                return Number(count);
        }

        return null;
    }

    private static int? Number(string? text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}

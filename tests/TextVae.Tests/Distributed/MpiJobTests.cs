using TextVae.Distributed.Mpi;
using TextVae.Native;

namespace TextVae.Tests.Distributed;

public sealed class MpiJobTests
{
    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK=1 OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_LOCAL_SIZE=2 SLURM_LOCALID=3", 1, 4, 2, "mpirun")]
    [InlineData("OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_SIZE=4 OMPI_COMM_WORLD_LOCAL_SIZE=2 SLURM_NODEID=1 SLURM_STEP_NUM_TASKS=2", 3, 4, 2, "mpirun")]
    [InlineData("SLURM_PROCID=5 SLURM_STEP_NUM_TASKS=6 SLURM_STEP_TASKS_PER_NODE=2(x3) PMIX_NAMESPACE=slurm.pmix.8.0", 5, 6, 2, "srun")]
    [InlineData("SLURM_PROCID=0 SLURM_STEP_NUM_TASKS=3 SLURM_STEP_TASKS_PER_NODE=2,1 PMI_RANK=0", 0, 3, 2, "srun")]
    [InlineData("SLURM_PROCID=2 SLURM_STEP_NUM_TASKS=3 SLURM_STEP_TASKS_PER_NODE=2,1 SLURM_NODEID=1 PMI_RANK=2", 2, 3, 1, "srun")]
    [InlineData("SLURM_PROCID=7 SLURM_STEP_NUM_TASKS=9 SLURM_STEP_TASKS_PER_NODE=2(x3),3 SLURM_NODEID=3 PMI_RANK=7", 7, 9, 3, "srun")]
    [InlineData("SLURM_PROCID=5 SLURM_STEP_NUM_TASKS=9 SLURM_STEP_TASKS_PER_NODE=2(x3),3 SLURM_NODEID=2 PMI_RANK=5", 5, 9, 2, "srun")]
    [InlineData("SLURM_STEP_NUM_TASKS=1 SLURM_PROCID=0 OMPI_COMM_WORLD_RANK=0 OMPI_COMM_WORLD_SIZE=2", 0, 2, 2, "mpirun")]
    [InlineData("PMI_RANK=1 PMI_SIZE=2", 1, 2, 2, "An mpirun that is not Open MPI's")]
    public void The_launcher_says_what_a_process_is_part_of(string environment, int rank, int count, int here, string launcher) =>
        Assert.Equal(new MpiJob(rank, count, here, launcher), MpiJob.Find(Variables(environment)));

    [Theory]
    [InlineData("OMPI_COMM_WORLD_RANK=5 OMPI_COMM_WORLD_SIZE=8 OMPI_COMM_WORLD_LOCAL_RANK=1", 1)]
    [InlineData("SLURM_PROCID=5 SLURM_STEP_NUM_TASKS=6 SLURM_LOCALID=2", 2)]
    public void And_which_of_its_machine_it_is(string environment, int rank) =>
        Assert.Equal(rank, MpiJob.Find(Variables(environment))!.RankOnThisMachine);

    [Theory]
    [InlineData("")]
    [InlineData("OMPI_COMM_WORLD_SIZE=1")]
    [InlineData("SLURM_NTASKS=8 SLURM_JOB_ID=3")]
    [InlineData("PMI_SIZE=many")]
    public void A_process_by_itself_is_part_of_nothing(string environment) => Assert.Null(MpiJob.Find(Variables(environment)));

    [Fact]
    public void Processes_that_do_not_find_each_other_are_told_what_to_do()
    {
        Assert.Equal(
            "srun has started 3 processes, and Open MPI finds 1. Start with `srun --mpi=pmix`, or with Open MPI's own mpirun inside of the "
            + "allocation.",
            new MpiJob(0, 3, 3, "srun").NotFound(1).Message);
        Assert.Equal(
            "An mpirun that is not Open MPI's has started 2 processes, and Open MPI finds 1. Start with Open MPI's own mpirun; that of MPICH "
            + "or Intel MPI does not do.",
            new MpiJob(0, 2, 2, "An mpirun that is not Open MPI's").NotFound(1).Message);
    }

    [Fact]
    public void Processes_of_srun_without_PMI_are_refused_before_MPI_ends_them()
    {
        var job = MpiJob.Find(Variables("SLURM_PROCID=1 SLURM_STEP_NUM_TASKS=2"))!;

        Assert.Equal(job.NotFound(1).Message, Assert.Throws<NativeRuntimeException>(job.Join).Message);
    }

    [Fact]
    public void An_MPI_that_is_missing_is_told_with_what_to_install() => Assert.Equal(
        "Several processes work together through Open MPI, and no MPI is found here. Install it on every machine: openmpi-bin (Debian, "
        + "Ubuntu) or openmpi (Fedora, RHEL, where `module load mpi` finds it), or start textvae without mpirun.",
        MpiLibrary.Refusal(report: null)?.Message);

    [Fact]
    public void MPICH_is_refused_by_name() => Assert.Equal(
        "The MPI found here is MPICH 4.0.2, and TextVae works with Open MPI alone. Install that, such as openmpi-bin (Debian, Ubuntu), start "
        + "with its own mpirun, and see to it that its libmpi.so.40 is found (LD_LIBRARY_PATH).",
        MpiLibrary.Refusal(new MpiReport("MPICH", "4.0.2", IsSupported: false))?.Message);

    [Fact]
    public void Open_MPI_is_taken() => Assert.Null(MpiLibrary.Refusal(new MpiReport("Open MPI", "4.1.4", IsSupported: true)));

    [Fact]
    public void The_time_limit_is_ten_minutes_or_what_is_set()
    {
        Assert.Equal(TimeSpan.FromMinutes(10), TimeLimit.Of(null));
        Assert.Equal(TimeSpan.FromSeconds(2.5), TimeLimit.Of("2.5"));
        Assert.Equal(
            "TEXTVAE_MPI_TIMEOUT is 'soon'; it has to be a number of seconds from 1 to 1000000, such as 600.",
            Assert.Throws<RecipeException>(() => TimeLimit.Of("soon")).Message);
        Assert.Throws<RecipeException>(() => TimeLimit.Of("0"));
    }

    private static Func<string, string?> Variables(string environment)
    {
        var variables = environment.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(pair => pair.Split('='))
            .ToDictionary(pair => pair[0], pair => pair[1]);
        return name => variables.GetValueOrDefault(name);
    }
}

using System.Text;
using TextVae.Native;

namespace TextVae.Tests.Native;

public sealed class MachineReportTests
{
    private static readonly LibtorchReport GoodLibtorch = new("2.10.0", 8, 4.2, KeepsFreedMemory: true, CudaDevices: 1);

    private static readonly MachineReport GoodMachine = new()
    {
        Version = "1.2.3",
        Dotnet = ".NET 10.0.1",
        System = "Linux",
        Architecture = "x64",
        Processor = new ProcessorReport("Processor", 8, ["avx2"]),
        MemoryBytes = 16L << 30,
        Glibc = "2.39",
        Libstdcxx = "GLIBCXX_3.4.33",
        Libtorch = GoodLibtorch,
        Mpi = new MpiReport("Open MPI", "4.1.4", IsSupported: true),
    };

    [Fact]
    public void A_machine_that_has_everything_needs_no_advice() => Assert.Empty(GoodMachine.Advice);

    [Fact]
    public void Each_missing_thing_is_named_with_what_to_do()
    {
        Assert.Equal(
            "No tensor can be computed: broken.",
            Advice(GoodMachine with { Libtorch = null, LibtorchError = "broken." }));
        Assert.Equal(
            "The loading fix's copy is made anew at every start: set XDG_CACHE_HOME to a folder that can be written.",
            Advice(GoodMachine with { UsesLoadingFix = true }));
        Assert.Equal(
            "The allocator gives freed memory back, which slows training: unset TEXTVAE_MALLOPT.",
            Advice(GoodMachine with { Libtorch = GoodLibtorch with { KeepsFreedMemory = false } }));
        Assert.Equal(
            "Matrix products are slower in bfloat16 than in float32 here: train with --precision float32.",
            Advice(GoodMachine with { Libtorch = GoodLibtorch with { Bfloat16Speed = 0.4 } }));
        Assert.Equal(
            "No GPU is used, and none is needed: this build computes on the processor.",
            Advice(GoodMachine with { Libtorch = GoodLibtorch with { CudaDevices = 0 } }));
        Assert.Equal(
            "No MPI is installed, and one process needs none. Open MPI, for `mpirun -np N textvae train`, would be openmpi-bin (Debian, Ubuntu) or openmpi (Fedora, RHEL).",
            Advice(GoodMachine with { Mpi = null }));
        Assert.Equal(
            "MPICH is an MPI that TextVae does not work with. One process needs none; Open MPI, for `mpirun -np N textvae train`, would be openmpi-bin (Debian, Ubuntu).",
            Advice(GoodMachine with { Mpi = new MpiReport("MPICH", "4.0.2", IsSupported: false) }));
    }

    [Fact]
    public void A_system_without_glibc_is_not_told_to_set_its_allocator() =>
        Assert.Empty((GoodMachine with { Glibc = null, Libtorch = GoodLibtorch with { KeepsFreedMemory = false } }).Advice);

    [Fact]
    public void This_machine_is_described_by_what_is_loaded()
    {
        var machine = MachineReport.Collect();

        Assert.Null(machine.LibtorchError);
        Assert.StartsWith("2.", machine.Libtorch!.Version, StringComparison.Ordinal);
        Assert.True(machine.Libtorch.Bfloat16Speed > 0);
        Assert.Equal(Environment.ProcessorCount, machine.Processor.Cores);
        Assert.Equal(LibstdcxxFix.IsNeeded(), machine.UsesLoadingFix);
        Assert.Equal(Glibc.Version, machine.Glibc);
        Assert.True(machine.MemoryBytes > 1 << 20);
    }

    [Theory]
    [InlineData("avx2")]
    [InlineData("avx512f")]
    [InlineData("avx512_bf16")]
    [InlineData("amx_tile")]
    [InlineData("amx_bf16")]
    [InlineData("amx_int8")]
    public void Vector_extensions_are_those_that_the_system_tells_of(string extension)
    {
        Assert.SkipUnless(File.Exists("/proc/cpuinfo"), "Only Linux tells.");
        var flags = File.ReadLines("/proc/cpuinfo")
            .FirstOrDefault(line => line.StartsWith("flags", StringComparison.Ordinal), "")
            .Split(' ');

        Assert.Equal(flags.Contains(extension), ProcessorReport.Collect().VectorExtensions.Contains(extension));
    }

    [Theory]
    [InlineData("GLIBCXX_3.4.9\0GLIBCXX_3.4.30\0GLIBCXX_3.4.7\0", "GLIBCXX_3.4.30")]
    [InlineData("GLIBCXX_DEBUG_MESSAGE_LENGTH\0GLIBCXX_3.4\0GLIBCXX_3.4.99 is no name", "GLIBCXX_3.4")]
    [InlineData("GLIBCXX_", null)]
    [InlineData("", null)]
    public void The_newest_version_of_the_cpp_library_is_found_by_number(string image, string? expected) =>
        Assert.Equal(expected, Libstdcxx.NewestVersion(Encoding.ASCII.GetBytes(image)));

    [Theory]
    [InlineData("Open MPI v4.1.4, package: Debian OpenMPI, ident: 4.1.4", "Open MPI", "4.1.4", true)]
    [InlineData("Open MPI v5.0.0rc12, package: x", "Open MPI", "5.0.0rc12", true)]
    [InlineData("MPICH Version:\t4.0.2\nMPICH Release date:\tThu Apr  7", "MPICH", "4.0.2", false)]
    [InlineData("Intel(R) MPI Library 2021.6 for Linux* OS\n", "Intel(R) MPI Library 2021.6 for Linux* OS", null, false)]
    public void An_mpi_library_is_known_by_what_it_says(string text, string name, string? version, bool isSupported) =>
        Assert.Equal(new MpiReport(name, version, isSupported), MpiReport.Parse(text));

    private static string Advice(MachineReport machine) => Assert.Single(machine.Advice);
}

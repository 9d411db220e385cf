using System.Text.Json;
using TextVae.Cli.Commands;
using TextVae.Native;

namespace TextVae.Cli.Tests.Commands;

public sealed class DoctorCommandTests
{
    private static readonly MachineReport Machine = new()
    {
        Version = "1.2.3",
        Dotnet = ".NET 10.0.1",
        System = "Linux 6",
        Architecture = "x64",
        Processor = new ProcessorReport("Fast\u001b[0m Processor", 1, ["avx2", "avx512f"]),
        MemoryBytes = 24L << 29,
        Glibc = "2.36",
        Libstdcxx = "GLIBCXX_3.4.30",
        UsesLoadingFix = true,
        LoadingFixCopy = "/cache/copy.so",
        Libtorch = new LibtorchReport("2.10.0", 2, 4.26, KeepsFreedMemory: true, CudaDevices: 1),
        Mpi = new MpiReport("Open MPI", "4.1.4", IsSupported: true),
    };

    [Fact]
    public void A_machine_is_shown_a_line_a_thing() => Assert.Equal(
        """
        textvae     1.2.3 on .NET 10.0.1
        system      Linux 6, x64
        processor   Fast\u001b[0m Processor, 1 core, avx2, avx512f
        memory      12.0 GiB
        glibc       2.36
        libstdc++   GLIBCXX_3.4.30, too old for TorchSharp: a changed copy of its library is in use (/cache/copy.so)
        libtorch    2.10.0, 2 threads, allocator keeps freed memory
        bfloat16    4.3 times as fast as float32
        cuda        1 device
        mpi         Open MPI 4.1.4

        """,
        Shown(Machine, ExitCodes.Done));

    [Fact]
    public void What_is_missing_is_shown_with_what_to_do() => Assert.Equal(
        """
        textvae     1.2.3 on .NET 10.0.1
        system      Linux 6, x64
        processor   unknown, 4 cores
        memory      12.0 GiB
        glibc       none
        libstdc++   none
        libtorch    cannot be loaded
        mpi         MPICH 4.0.2 (not supported)

        - No tensor can be computed: It is not there.
        - MPICH is an MPI that TextVae does not work with. One process needs none; Open MPI, for `mpirun -np N textvae train`, would be openmpi-bin (Debian, Ubuntu).

        """,
        Shown(
            Machine with
            {
                Processor = new ProcessorReport(null, 4, []),
                Glibc = null,
                Libstdcxx = null,
                UsesLoadingFix = false,
                LoadingFixCopy = null,
                Libtorch = null,
                LibtorchError = "It is not there.",
                Mpi = new MpiReport("MPICH", "4.0.2", IsSupported: false),
            },
            ExitCodes.NativeRuntime));

    [Fact]
    public async Task Json_is_one_document_that_says_the_same()
    {
        var run = await Run.Of("doctor", "--json");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        using var document = JsonDocument.Parse(run.Output);
        var machine = document.RootElement;
        Assert.Equal(Environment.ProcessorCount, machine.GetProperty("processor").GetProperty("cores").GetInt32());
        Assert.True(machine.GetProperty("libtorch").GetProperty("bfloat16_speed").GetDouble() > 0);
        Assert.Equal(JsonValueKind.Null, machine.GetProperty("libtorch_error").ValueKind);
        Assert.Equal(JsonValueKind.Array, machine.GetProperty("advice").ValueKind);
    }

    private static string Shown(MachineReport machine, int exitCode)
    {
        var output = new StringWriter { NewLine = "\n" };
        Assert.Equal(exitCode, DoctorCommand.Show(machine, asJson: false, output));
        return output.ToString();
    }
}

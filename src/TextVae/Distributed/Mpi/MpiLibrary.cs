using System.Runtime.InteropServices;
using TextVae.Native;

namespace TextVae.Distributed.Mpi;

/// <summary>
/// The functions and handles of Open MPI that ranks need. It is found by its name when it is wanted and by nothing else, so that
/// TextVae runs where there is none. Its handles are addresses of exported objects, which no other MPI has.
/// </summary>
internal sealed unsafe class MpiLibrary
{
    private const int ThreadsOneAtATime = 2;

    // MPI_Allreduce counts with 32 bits.
    private const long MostAtOnce = 1 << 28;

    private static readonly nint InPlace = 1;

    private readonly delegate* unmanaged<void*, void*, int, int*, int> _initialize;
    private readonly delegate* unmanaged<int> _finalize;
    private readonly delegate* unmanaged<nint, int*, int> _rank;
    private readonly delegate* unmanaged<nint, int*, int> _size;
    private readonly delegate* unmanaged<nint, void*, int, nint, nint, nint, int> _allReduce;
    private readonly delegate* unmanaged<void*, int, nint, int, nint, int> _broadcast;
    private readonly delegate* unmanaged<nint, int, int> _abort;
    private readonly (nint World, nint Float, nint Double, nint Byte, nint Sum) _handles;

    private MpiLibrary(nint library)
    {
        nint Export(string name) => NativeLibrary.GetExport(library, name);
        _initialize = (delegate* unmanaged<void*, void*, int, int*, int>)Export("MPI_Init_thread");
        _finalize = (delegate* unmanaged<int>)Export("MPI_Finalize");
        _rank = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_rank");
        _size = (delegate* unmanaged<nint, int*, int>)Export("MPI_Comm_size");
        _allReduce = (delegate* unmanaged<nint, void*, int, nint, nint, nint, int>)Export("MPI_Allreduce");
        _broadcast = (delegate* unmanaged<void*, int, nint, int, nint, int>)Export("MPI_Bcast");
        _abort = (delegate* unmanaged<nint, int, int>)Export("MPI_Abort");
        _handles = (
            Export("ompi_mpi_comm_world"), Export("ompi_mpi_float"), Export("ompi_mpi_double"), Export("ompi_mpi_byte"),
            Export("ompi_mpi_op_sum"));
    }

    /// <summary>Loads Open MPI.</summary>
    /// <exception cref="NativeRuntimeException">There is no MPI, or another one; the message says what to install.</exception>
    public static MpiLibrary Load()
    {
        var found = MpiReport.Find();
        return Refusal(found?.Report) is { } refusal ? throw refusal : new MpiLibrary(found!.Value.Library);
    }

    /// <summary>What is wrong with the MPI of this machine; null where all is well.</summary>
    /// <param name="report">What it says of itself; null where there is none.</param>
    internal static NativeRuntimeException? Refusal(MpiReport? report)
    {
        if (report is null)
        {
            return new NativeRuntimeException(
                "Several processes work together through Open MPI, and no MPI is found here. Install it on every machine: openmpi-bin (Debian, "
                + "Ubuntu) or openmpi (Fedora, RHEL, where `module load mpi` finds it), or start textvae without mpirun.");
        }

        return report.IsSupported
            ? null
            : new NativeRuntimeException(
                $"The MPI found here is {report.Name}{(report.Version is { } version ? $" {version}" : "")}, and TextVae works with Open MPI alone. "
                + "Install that, such as openmpi-bin (Debian, Ubuntu), start with its own mpirun, and see to it that its libmpi.so.40 is found "
                + "(LD_LIBRARY_PATH).");
    }

    /// <summary>Joins the others. Whatever is called from then on, one thread at a time calls it.</summary>
    /// <returns>This process's number, and how many there are.</returns>
    public (int Rank, int Count) Initialize()
    {
        int provided, rank, size;
        Check(_initialize(null, null, ThreadsOneAtATime, &provided), "MPI_Init_thread");
        Check(_rank(_handles.World, &rank), "MPI_Comm_rank");
        Check(_size(_handles.World, &size), "MPI_Comm_size");
        return (rank, size);
    }

    /// <summary>Sums float32 numbers in place.</summary>
    public void Sum(float* values, long count)
    {
        for (var start = 0L; start < count; start += MostAtOnce)
            AllReduce(values + start, (int)Math.Min(MostAtOnce, count - start), _handles.Float);
    }

    /// <summary>Sums float64 numbers in place.</summary>
    public void Sum(double* values, long count)
    {
        for (var start = 0L; start < count; start += MostAtOnce)
            AllReduce(values + start, (int)Math.Min(MostAtOnce, count - start), _handles.Double);
    }

    /// <summary>Gives to all what the first one has.</summary>
    public void Broadcast(byte* values, int count) =>
        Check(_broadcast(values, count, _handles.Byte, 0, _handles.World), "MPI_Bcast");

    /// <summary>Leaves; all have to.</summary>
    public void Leave() => Check(_finalize(), "MPI_Finalize");

    /// <summary>Ends all processes; does not return, if all is well.</summary>
    public void Abort(int exitCode) => _ = _abort(_handles.World, exitCode);

    private void AllReduce(void* values, int count, nint type) =>
        Check(_allReduce(InPlace, values, count, type, _handles.Sum, _handles.World), "MPI_Allreduce");

    // Open MPI's own handler says what was wrong and ends the process, so this is never met unless somebody has set another.
    private static void Check(int result, string function)
    {
        if (result != 0)
            throw new NativeRuntimeException($"{function} of Open MPI failed with error {result}.");
    }
}

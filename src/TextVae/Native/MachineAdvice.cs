namespace TextVae.Native;

/// <summary>What to do where a machine lacks something.</summary>
internal static class MachineAdvice
{
    /// <summary>One sentence for each thing that is missing, the most needed first.</summary>
    public static IEnumerable<string> For(MachineReport machine)
    {
        if (machine.LibtorchError is { } error)
            yield return $"No tensor can be computed: {error}";
        if (machine is { UsesLoadingFix: true, LoadingFixCopy: null })
            yield return "The loading fix's copy is made anew at every start: set XDG_CACHE_HOME to a folder that can be written.";
        if (machine is { Libtorch.KeepsFreedMemory: false, Glibc: not null })
            yield return $"The allocator gives freed memory back, which slows training: unset {NativeRuntime.AllocatorSwitch}.";
        if (machine.Libtorch is { Bfloat16Speed: < 1 })
            yield return "Matrix products are slower in bfloat16 than in float32 here: train with --precision float32.";
        if (machine.Libtorch is { CudaDevices: 0 })
            yield return "No GPU is used, and none is needed: this build computes on the processor.";
        if (machine.Mpi is null)
            yield return "No MPI is installed, and one process needs none. Open MPI, for `mpirun -np N textvae train`, would be openmpi-bin (Debian, Ubuntu) or openmpi (Fedora, RHEL).";
        else if (!machine.Mpi.IsSupported)
            yield return $"{machine.Mpi.Name} is an MPI that TextVae does not work with. One process needs none; Open MPI, for `mpirun -np N textvae train`, would be openmpi-bin (Debian, Ubuntu).";
    }
}

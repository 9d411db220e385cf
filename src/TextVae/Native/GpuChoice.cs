using System.Globalization;

namespace TextVae.Native;

/// <summary>Which GPU a process takes: processes that share a machine take one each.</summary>
internal static class GpuChoice
{
    /// <summary>The number of the GPU.</summary>
    /// <param name="process">The number of the process on its machine, from 0.</param>
    /// <param name="gpus">How many GPUs it sees.</param>
    /// <param name="visible">CUDA_VISIBLE_DEVICES, by which a launcher may have given each process its own.</param>
    /// <exception cref="NativeRuntimeException">There are fewer GPUs than processes.</exception>
    public static int Of(int process, int gpus, string? visible)
    {
        if (process < gpus)
            return process;
        // As Slurm does with --gpus-per-task=1.
        if (gpus == 1 && !string.IsNullOrEmpty(visible) && !visible.Contains(',', StringComparison.Ordinal))
            return 0;
        throw new NativeRuntimeException(string.Create(
            CultureInfo.InvariantCulture,
            $"Processes of a machine take a GPU each, and this is the one after {process} others, where there are {gpus} GPUs. Start as many processes "
            + $"as there are GPUs, or take --device cpu."));
    }
}

using TorchSharp;

namespace TextVae.Native;

/// <summary>Tensors that nobody disposed and nobody holds any more: the collector frees them, whenever it comes to that.</summary>
internal static class CollectedTensors
{
    /// <summary>Collections without end would only come from a thread that leaves tensors meanwhile.</summary>
    private const int MostRounds = 10;

    /// <summary>
    /// Frees them now, and counts those of the process that are left. A thread that has ended keeps what it held until its
    /// own finalizer has run, so that one collection can be what makes the next one free more.
    /// </summary>
    public static long Free()
    {
        var (before, after) = (long.MaxValue, torch.Tensor.TotalCount);
        for (var round = 0; round < MostRounds && (round < 2 || after < before); round++)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            (before, after) = (after, torch.Tensor.TotalCount);
        }

        return after;
    }
}

using System.Diagnostics;

namespace TextVae.Native;

/// <summary>
/// The memory of freed tensors, which the process keeps for the next ones (see <see cref="Glibc.KeepFreedMemory"/>). Batches of
/// many sizes leave gaps that larger tensors do not fit, so what is kept would grow for hundreds of steps, to several times
/// what one of them needs.
/// </summary>
internal static class FreedMemory
{
    /// <summary>
    /// How far the process may grow. Less costs time, as memory that is taken anew has to be cleared by the system; the
    /// largest step of the paper's model takes about as much, with the gaps that other steps have left.
    /// </summary>
    private const long Limit = 896L << 20;

    /// <summary>
    /// Small models stay below the limit for hours and grow all the same. Once in so long the tenth of a second that it
    /// takes, and the page faults of the next steps, cost nothing that can be measured.
    /// </summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private static readonly Lock Gate = new();
    private static long _inUse;
    private static long _returned = Stopwatch.GetTimestamp();

    /// <summary>
    /// Gives freed memory back to the system where the process has grown by more than the limit since it last did, or where
    /// that is a minute ago. For the time between batches, when little is in use.
    /// </summary>
    public static void Bound()
    {
        if (!NativeRuntime.KeepsFreedMemory)
            return;
        lock (Gate)
        {
            if (Environment.WorkingSet - _inUse >= Limit || Stopwatch.GetElapsedTime(_returned) >= Pause)
                ReturnNow();
        }
    }

    /// <summary>Gives it back in any case: for the time between two models, whose tensors have other sizes.</summary>
    public static void Return()
    {
        if (!NativeRuntime.KeepsFreedMemory)
            return;
        lock (Gate)
            ReturnNow();
    }

    private static void ReturnNow()
    {
        Glibc.ReturnFreedMemory();
        _inUse = Environment.WorkingSet;
        _returned = Stopwatch.GetTimestamp();
    }
}

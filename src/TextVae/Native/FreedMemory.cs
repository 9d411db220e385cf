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
    /// largest step of the paper's model takes about as much.
    /// </summary>
    private const long Limit = 640L << 20;

    private static readonly Lock Gate = new();
    private static long _inUse;

    /// <summary>
    /// Gives freed memory back to the system where the process has grown by more than the limit since it last did. For the
    /// time between batches, when little is in use.
    /// </summary>
    public static void Bound()
    {
        if (!NativeRuntime.KeepsFreedMemory)
            return;
        lock (Gate)
        {
            if (Environment.WorkingSet - _inUse < Limit)
                return;
            Glibc.ReturnFreedMemory();
            _inUse = Environment.WorkingSet;
        }
    }
}

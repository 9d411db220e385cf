using System.Diagnostics;

namespace TextVae.Native;

/// <summary>
/// Gives the system back what the allocator keeps of freed tensors. Batches differ in length, so what one frees the next
/// does not quite fill, and over hours the pieces between grow to a multiple of what is in use. Once a minute costs
/// nothing that can be measured: a tenth of a second, and the page faults of one or two steps.
/// </summary>
internal sealed class FreedMemory
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(1);

    private long _last = Stopwatch.GetTimestamp();

    /// <summary>Gives it back now, where <see cref="NativeRuntime"/> has made the allocator keep it.</summary>
    public static void Return()
    {
        if (NativeRuntime.KeepsFreedMemory)
            Glibc.ReturnFreedMemory();
    }

    /// <summary>The same, unless it was less than a minute ago.</summary>
    public void ReturnIfDue()
    {
        if (Stopwatch.GetElapsedTime(_last) < Pause)
            return;
        Return();
        _last = Stopwatch.GetTimestamp();
    }
}

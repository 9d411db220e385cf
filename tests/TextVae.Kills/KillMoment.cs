using System.Diagnostics;

namespace TextVae.Kills;

/// <summary>When in the life of a process to kill it.</summary>
internal enum KillMoment
{
    /// <summary>While it starts and reads what the one before has left.</summary>
    Start,

    /// <summary>Some steps on.</summary>
    Step,

    /// <summary>While it writes a checkpoint.</summary>
    Checkpoint,

    /// <summary>While it writes the best model or puts it in its place.</summary>
    Model,
}

internal static class KillMoments
{
    /// <summary>Waits for a moment of that kind; false when the process has ended before.</summary>
    public static async Task<bool> ReachedAsync(this KillMoment moment, Process process, string folder, Random random)
    {
        var delay = random.Next(moment == KillMoment.Start ? 1500 : 12);
        var count = random.Next(1, moment == KillMoment.Step ? 8 : 4);
        if (moment != KillMoment.Start && !await EventAsync(moment, process, folder, count))
            return false;
        try
        {
            await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMilliseconds(delay));
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    /// <summary>Waits until the system tells so many times of a file that such a moment touches.</summary>
    private static async Task<bool> EventAsync(KillMoment moment, Process process, string folder, int count)
    {
        var reached = new TaskCompletionSource();
        using var watcher = new FileSystemWatcher(Path.GetDirectoryName(folder)!) { IncludeSubdirectories = true };
        void Look(object sender, FileSystemEventArgs change)
        {
            if (change.FullPath.StartsWith(folder + "/", StringComparison.Ordinal) && IsOf(moment, Path.GetFileName(change.FullPath))
                && Interlocked.Decrement(ref count) == 0)
            {
                reached.TrySetResult();
            }
        }

        watcher.Created += Look;
        watcher.Renamed += Look;
        if (moment == KillMoment.Step)
            watcher.Changed += Look;
        watcher.EnableRaisingEvents = true;
        return await Task.WhenAny(reached.Task, process.WaitForExitAsync()) == reached.Task;
    }

    private static bool IsOf(KillMoment moment, string file) => moment switch
    {
        KillMoment.Step => file == "metrics.jsonl",
        KillMoment.Checkpoint => file.StartsWith(".step-", StringComparison.Ordinal),
        _ => file is ".model.next" or "SHA256SUMS" or "model",
    };
}

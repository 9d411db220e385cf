using System.Diagnostics;

namespace TextVae.Kills;

/// <summary>When in the life of a process to end it.</summary>
internal enum Moment
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

internal static class Moments
{
    // As often as not in the middle of a write, where there is most to lose.
    private static readonly Moment[] All =
        [Moment.Start, Moment.Step, Moment.Checkpoint, Moment.Checkpoint, Moment.Model];

    public static Moment Next(Random random) => All[random.Next(All.Length)];

    /// <summary>Waits for a moment of that kind; false when the process has ended before.</summary>
    public static async Task<bool> ReachedAsync(this Moment moment, Process process, string folder, Random random)
    {
        var delay = random.Next(moment == Moment.Start ? 1500 : 12);
        var count = random.Next(1, moment == Moment.Step ? 8 : 4);
        if (moment != Moment.Start && !await EventAsync(moment, process, folder, count))
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
    private static async Task<bool> EventAsync(Moment moment, Process process, string folder, int count)
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
        if (moment == Moment.Step)
            watcher.Changed += Look;
        watcher.EnableRaisingEvents = true;
        return await Task.WhenAny(reached.Task, process.WaitForExitAsync()) == reached.Task;
    }

    private static bool IsOf(Moment moment, string file) => moment switch
    {
        Moment.Step => file == "metrics.jsonl",
        Moment.Checkpoint => file.StartsWith(".step-", StringComparison.Ordinal),
        _ => file is ".model.next" or "SHA256SUMS" or "model",
    };
}

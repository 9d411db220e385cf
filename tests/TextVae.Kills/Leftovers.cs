using System.Text.Json;
using TextVae.Runs;

namespace TextVae.Kills;

/// <summary>What a run folder holds.</summary>
internal static class Leftovers
{
    /// <summary>Whether a checkpoint was being written, and whether a model was.</summary>
    public static (bool Checkpoint, bool Model) Unfinished(string folder) => (
        Files(folder).Any(file => Path.GetFileName(file).StartsWith(".step-", StringComparison.Ordinal)),
        Directory.Exists(NextModel(folder)));

    /// <summary>The last step that the log tells of; 0 without any.</summary>
    public static long LoggedSteps(string folder) => MetricsHistory.Read(new RunFolder(folder)).Steps is [.., var last] ? last.Step : 0;

    /// <summary>Opens all that stands under its final name, as any reader would; what is there has to be whole.</summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="but">A file that was damaged on purpose.</param>
    /// <exception cref="DataException">Something is not.</exception>
    public static void RequireWhole(string folder, string? but)
    {
        foreach (var checkpoint in Checkpoints(folder).Where(file => file != but))
            SafetensorsFile.Open(checkpoint).Dispose();
        var run = new RunFolder(folder);
        if (run.HoldsRun)
            _ = (RunInfo.Load(run), Recipe.Load(run.Recipe));
        if (!Directory.Exists(run.Model))
            return;
        var sums = ModelChecksums.Read(run.Model) ?? throw new DataException($"'{run.Model}' has no checksums.");
        ModelChecksums.Verify(run.Model, sums, ["config.json", "weights.safetensors", "vocabulary.txt"]);
    }

    /// <summary>
    /// Requires the checkpoints that a training had behind it, since it goes on only when they are on the disk, and the best model
    /// that the newest one knows of.
    /// </summary>
    /// <param name="folder">The run folder.</param>
    /// <param name="logged">A step of which the log had a line.</param>
    /// <exception cref="DataException">Something is gone.</exception>
    public static void RequireKept(string folder, long logged)
    {
        var run = new RunFolder(folder);
        if (logged > 0 && !run.HoldsRun)
            throw new DataException($"The run in '{folder}' was at step {logged}, and is gone.");
        var state = Checkpoints(folder) is [.., var newest] ? StateOf(newest) : new RunState();
        if (logged > 0 && state.Step < logged - 1 - ((logged - 1) % Recipe.Load(run.Recipe).Training.CheckpointEvery))
            throw new DataException($"The run in '{folder}' was at step {logged}, and its newest checkpoint is of step {state.Step}.");
        if (state.BestStep > 0 && !ModelFiles.IsOfStep(run.Model, state.BestStep) && !ModelFiles.IsOfStep(NextModel(folder), state.BestStep))
            throw new DataException($"The best model of the run in '{folder}', of step {state.BestStep}, is gone.");
    }

    /// <summary>Whether a checkpoint is one that a run would take.</summary>
    public static bool IsWhole(string checkpoint)
    {
        try
        {
            SafetensorsFile.Open(checkpoint).Dispose();
            return true;
        }
        catch (DataException)
        {
            return false;
        }
    }

    /// <summary>The checkpoints, oldest first.</summary>
    public static string[] Checkpoints(string folder) =>
        [.. Files(folder).Where(file => Path.GetFileName(file).StartsWith("step-", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    private static string NextModel(string folder) => Path.Combine(folder, ".model.next");

    private static RunState StateOf(string checkpoint)
    {
        using var file = SafetensorsFile.Open(checkpoint);
        return JsonSerializer.Deserialize(file.Metadata["state"], RunJsonLines.Default.RunState)!;
    }

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        : [];
}

using TextVae.Runs;

namespace TextVae.Kills;

/// <summary>What a run folder holds.</summary>
internal static class Leftovers
{
    /// <summary>Whether a checkpoint was being written, and whether a model was.</summary>
    public static (bool Checkpoint, bool Model) Unfinished(string folder) => (
        Files(folder).Any(file => Path.GetFileName(file).StartsWith(".step-", StringComparison.Ordinal)),
        Directory.Exists(Path.Combine(folder, ".model.next")));

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

    private static IEnumerable<string> Files(string folder) => Directory.Exists(folder)
        ? Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        : [];
}

namespace TextVae.Runs;

/// <summary>Where the files of a run are.</summary>
public sealed class RunFolder(string path)
{
    /// <summary>The folder itself.</summary>
    public string Path { get; } = path;

    /// <summary>The recipe with every value filled in.</summary>
    public string Recipe => In("recipe.toml");

    /// <summary>What ran where on what: see <see cref="RunInfo"/>.</summary>
    public string Info => In("run.json");

    /// <summary>The first parameters of a run that started from another.</summary>
    public string Start => In("start.safetensors");

    /// <summary>One JSON object a line for every step and every evaluation.</summary>
    public string Metrics => In("metrics.jsonl");

    /// <summary>The states to resume from.</summary>
    public string Checkpoints => In("checkpoints");

    /// <summary>The best model by validation bound.</summary>
    public string Model => In("model");

    /// <summary>Plots.</summary>
    public string Figures => In("figures");

    /// <summary>The texts of the report.</summary>
    public string Samples => In("samples");

    /// <summary>The page of `report`, where it is about this run alone.</summary>
    public string Report => In("report.html");

    /// <summary>TensorBoard's event files.</summary>
    public string TensorBoard => In("tensorboard");

    /// <summary>Held open by the process that trains into the folder.</summary>
    internal string Lock => In(".lock");

    /// <summary>Whether a run has been started here.</summary>
    public bool HoldsRun => File.Exists(Info);

    /// <summary>Refuses a folder that a run cannot begin in.</summary>
    /// <exception cref="RecipeException">It holds a run, or files that no training has made.</exception>
    internal void RequireUnused()
    {
        if (HoldsRun)
        {
            throw new RecipeException(
                $"'{Path}' holds a run already. Add --resume to go on with it, or choose another folder.");
        }

        if (Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any(IsForeign))
        {
            throw new RecipeException(
                $"'{Path}' is not empty and holds no run. Choose a new or an empty folder, so that nothing of yours "
                + "is mixed with the run's files.");
        }
    }

    /// <summary>
    /// Refuses to write where the run was and is no longer: under the mount point of a disk that is gone there may be a folder of
    /// the same name, on another disk.
    /// </summary>
    /// <exception cref="TextVaeException">The folder is gone.</exception>
    internal void RequireThere()
    {
        if (!HoldsRun)
        {
            throw new TextVaeException(
                $"'{Info}' is not there any more, so nothing is written to '{Path}'. See whether the folder was "
                + "deleted or its disk is no longer mounted, then go on from the last checkpoint with --resume.");
        }
    }

    // A training that was killed while it began leaves its lock, temporary files and perhaps its recipe and first parameters.
    private bool IsForeign(string entry) => entry != Lock && !AtomicFile.IsTemporary(entry)
        && !((entry == Recipe || entry == Start) && File.Exists(Lock));

    private string In(string name) => System.IO.Path.Combine(Path, name);
}

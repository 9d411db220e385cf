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

    /// <summary>One JSON object a line for every step and every evaluation.</summary>
    public string Metrics => In("metrics.jsonl");

    /// <summary>The states to resume from.</summary>
    public string Checkpoints => In("checkpoints");

    /// <summary>The best model by validation bound.</summary>
    public string Model => In("model");

    /// <summary>Plots.</summary>
    public string Figures => In("figures");

    /// <summary>Held open by the process that trains into the folder.</summary>
    internal string Lock => In(".lock");

    /// <summary>Whether a run has been started here.</summary>
    public bool HoldsRun => File.Exists(Info);

    /// <summary>
    /// Whether there is anything that no training has made. One that was killed while it began leaves its lock, temporary files
    /// and perhaps its recipe, and a new one may write over them.
    /// </summary>
    internal bool HoldsOtherFiles => Directory.Exists(Path) && Directory.EnumerateFileSystemEntries(Path).Any(
        entry => entry != Lock && !AtomicFile.IsTemporary(entry) && !(entry == Recipe && File.Exists(Lock)));

    private string In(string name) => System.IO.Path.Combine(Path, name);
}

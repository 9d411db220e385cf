using System.Text.Json;
using TextVae.Runs;

namespace TextVae.Sweeps;

/// <summary>Where the files of a sweep are.</summary>
public sealed class SweepFolder(string path)
{
    private const string ResultFile = "result.json";

    /// <summary>The folder itself.</summary>
    public string Path { get; } = path;

    /// <summary>The page that compares all runs.</summary>
    public string Report => In("report.html");

    /// <summary>The figures of every run, and their means over seeds.</summary>
    public string Results => In("results.json");

    /// <summary>What all runs have in common: see <see cref="SweepInfo"/>.</summary>
    public string Info => In("sweep.json");

    /// <summary>The run folder of a training.</summary>
    /// <param name="run">The training.</param>
    public RunFolder Run(SweptRun run) => Run(run.Folder);

    /// <summary>The run folder of a name.</summary>
    internal RunFolder Run(string name) => new(System.IO.Path.Combine(Path, "runs", name));

    /// <summary>What was measured of a run; null where it was not yet.</summary>
    /// <param name="run">The training.</param>
    /// <exception cref="DataException">The result is damaged.</exception>
    internal RunResult? Result(SweptRun run)
    {
        var file = ResultOf(run);
        if (!File.Exists(file) || !File.Exists(Measured(run)))
            return null;
        try
        {
            return JsonSerializer.Deserialize(RegularFile.ReadAllBytes(file, RegularFile.SmallLimit), SweepJson.Default.RunResult)
                ?? throw new JsonException("it is null.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataException($"'{file}' is damaged: {exception.Message} Delete it, and the run is measured again.", exception);
        }
    }

    /// <summary>What the page tells of a run, sentence by sentence.</summary>
    internal string Measured(SweptRun run) => System.IO.Path.Combine(Run(run).Path, "report.json");

    internal void Save(SweptRun run, RunResult result) =>
        AtomicFile.Write(ResultOf(run), stream => JsonSerializer.Serialize(stream, result, SweepJson.Default.RunResult));

    /// <summary>Refuses runs of another sweep, whatever is planned.</summary>
    /// <exception cref="RecipeException">A run there is none of these, or was started with another recipe.</exception>
    internal void RequireOnly(Sweep sweep, IReadOnlyList<SweptRun> plan)
    {
        var runs = In("runs");
        if (!Directory.Exists(runs))
            return;
        var planned = plan.ToDictionary(run => run.Folder, StringComparer.Ordinal);
        foreach (var name in Directory.EnumerateDirectories(runs).Select(run => System.IO.Path.GetFileName(run)).Order(StringComparer.Ordinal))
        {
            if (!planned.TryGetValue(name, out var run))
            {
                throw new RecipeException(
                    $"'{Path}' holds the run '{name}', which is none of the sweep '{sweep.File}'. Choose another folder with --out, or "
                    + $"delete '{System.IO.Path.Combine(runs, name)}'.");
            }

            if (Run(run).HoldsRun)
                RequireSame(run);
        }
    }

    private void RequireSame(SweptRun run)
    {
        var there = Recipe.Load(Run(run).Recipe);
        // How a model is measured may change: it is then measured again.
        string[] differences =
        [
            .. RecipeKeys.All.Where(key => key.Table != "evaluation" && key.Get(there) != key.Get(run.Recipe))
                .Select(key => $"{key.Name} is {key.Get(there)} there and {key.Get(run.Recipe)} now"),
            .. StartDifference(run),
        ];
        if (differences.Length == 0)
            return;
        throw new RecipeException(
            $"The run '{run.Folder}' in '{Path}' was started with another recipe: {string.Join("; ", differences)}. Choose another folder "
            + $"with --out, or delete '{Run(run).Path}' to run it again.");
    }

    private IEnumerable<string> StartDifference(SweptRun run)
    {
        var there = RunInfo.Load(Run(run)).StartedFrom is { } start ? System.IO.Path.GetFileName(start.Folder) : "nothing";
        var now = run.StartFrom ?? "nothing";
        if (there != now)
            yield return $"it started from {there} there and starts from {now} now";
    }

    private string ResultOf(SweptRun run) => System.IO.Path.Combine(Run(run).Path, ResultFile);

    private string In(string name) => System.IO.Path.Combine(Path, name);
}

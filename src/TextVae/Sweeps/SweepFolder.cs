using System.Text.Json;
using TextVae.Reports;
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

    /// <summary>Whether a run has been trained to its end: it has a model, and was measured once, however.</summary>
    internal bool IsTrained(SweptRun run) => File.Exists(ResultOf(run)) && Directory.Exists(Run(run).Model);

    /// <summary>Writes what was measured of a run: first that its training has ended, and at last the result, so that what stands
    /// beside a result is of the same measurement whenever the process is killed.</summary>
    internal void Save(SweptRun run, RunReport report, RunResult result)
    {
        Save(run, result with { Measured = "" });
        RunReportFile.Save(Measured(run), report);
        Save(run, result);
    }

    private void Save(SweptRun run, RunResult result) =>
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
                RequireSame(run, plan);
        }
    }

    private void RequireSame(SweptRun run, IReadOnlyList<SweptRun> plan)
    {
        var there = Recipe.Load(Run(run).Recipe);
        // How a model is measured may change: it is then measured again. Its seed may not, since it has chosen the best model too.
        string[] differences =
        [
            .. RecipeKeys.All.Where(key => !ResumeRules.IsOfMeasuring(key) && key.Get(there) != key.Get(run.Recipe))
                .Select(key => $"{key.Name} is {key.Get(there)} there and {key.Get(run.Recipe)} now"),
            .. StartDifference(run, plan),
        ];
        if (differences.Length == 0)
            return;
        string[] others = [.. plan.Where(other => Sources(other, plan).Contains(run) && Run(other).HoldsRun).Select(other => $"'{Run(other).Path}'")];
        var also = others.Length == 0 ? "" : $" and, as they began with it, {string.Join(" and ", others)}";
        throw new RecipeException(
            $"The run '{run.Folder}' in '{Path}' was started with another recipe: {string.Join("; ", differences)}. Choose another folder "
            + $"with --out, or delete '{Run(run).Path}'{also} to run {(others.Length == 0 ? "it" : "them")} again.");
    }

    private IEnumerable<string> StartDifference(SweptRun run, IReadOnlyList<SweptRun> plan)
    {
        var start = RunInfo.Load(Run(run)).StartedFrom;
        var there = start is null ? "nothing" : System.IO.Path.GetFileName(start.Folder);
        var now = run.StartFrom ?? "nothing";
        if (there != now)
            yield return $"it started from {there} there and starts from {now} now";
        else if (start?.RecipeHash is { } hash && hash != PlannedHash(Sources(run, plan).First(), plan))
            yield return $"the recipe of {there}, which it started from, was another one then";
    }

    private static string PlannedHash(SweptRun run, IReadOnlyList<SweptRun> plan) =>
        RecipeHash.Of(run.Recipe, Sources(run, plan).FirstOrDefault() is { } source ? PlannedHash(source, plan) : null);

    /// <summary>What a run starts from, what that starts from, and so on.</summary>
    internal static IEnumerable<SweptRun> Sources(SweptRun run, IReadOnlyList<SweptRun> plan)
    {
        for (var made = run; made.StartFrom is { } source;)
            yield return made = plan.Single(other => other.Folder == source);
    }

    private string ResultOf(SweptRun run) => System.IO.Path.Combine(Run(run).Path, ResultFile);

    private string In(string name) => System.IO.Path.Combine(Path, name);
}

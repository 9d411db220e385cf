using System.Text.Json;
using TextVae.Runs;

namespace TextVae.Reproduction;

/// <summary>Where the files of a reproduction are.</summary>
public sealed class ReproductionFolder(string path)
{
    private const string ResultFile = "result.json";

    /// <summary>The folder itself.</summary>
    public string Path { get; } = path;

    /// <summary>The page with the claims and what was found.</summary>
    public string Page => In("reproduction.md");

    /// <summary>Tables 1 and 2: true sentences and what came back.</summary>
    public string Tables => In("tables.md");

    /// <summary>A row for every system and seed.</summary>
    public string Results => In("results.json");

    /// <summary>Figures 3a to 3c.</summary>
    public string Figures => In("figures");

    /// <summary>What all runs have in common.</summary>
    internal string Info => In("reproduction.json");

    /// <summary>The run folder of a system and seed.</summary>
    public RunFolder Run(string name) => new(System.IO.Path.Combine(Path, "runs", name));

    /// <summary>The results of all finished runs, in the paper's order of systems and by seed.</summary>
    /// <exception cref="DataException">A result is damaged.</exception>
    public IReadOnlyList<SystemResult> LoadResults()
    {
        var runs = In("runs");
        if (!Directory.Exists(runs))
            return [];
        return
        [
            .. from run in Directory.EnumerateDirectories(runs)
               let file = System.IO.Path.Combine(run, ResultFile)
               where File.Exists(file)
               let result = Read(file)
               orderby PaperSystem.All.Index().First(system => system.Item.Name == result.System).Index, result.Seed
               select result,
        ];
    }

    internal bool HasResult(PlannedRun run) => File.Exists(ResultOf(run));

    internal void Save(PlannedRun run, SystemResult result) => AtomicFile.Write(
        ResultOf(run), stream => JsonSerializer.Serialize(stream, result, ReproductionJson.Default.SystemResult));

    private static SystemResult Read(string file)
    {
        try
        {
            var result = JsonSerializer.Deserialize(RegularFile.ReadAllBytes(file, RegularFile.SmallLimit), ReproductionJson.Default.SystemResult)
                ?? throw new JsonException("it is null.");
            return PaperSystem.All.Any(system => system.Name == result.System)
                ? result
                : throw new JsonException($"'{result.System}' is no system of the paper.");
        }
        catch (Exception exception) when (exception is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new DataException(
                $"'{file}' is damaged: {exception.Message} Delete it, and the run is measured again.", exception);
        }
    }

    private string ResultOf(PlannedRun run) => System.IO.Path.Combine(Run(run.Name).Path, ResultFile);

    private string In(string name) => System.IO.Path.Combine(Path, name);
}

using System.Text.Json.Nodes;
using TextVae.Cli.Tests.Commands;

namespace TextVae.Cli.Tests.Ranks;

/// <summary>Tiny trainings of several processes in a temporary folder.</summary>
internal sealed class RankedRuns : IDisposable
{
    private const string Recipe = """
        [model]
        embedding = 6
        hidden = 8
        latent = 3
        [objective]
        word_dropout = 0.3
        free_bits = 0.2
        [training]
        batch = 16
        steps = 100
        evaluate_every = 40
        checkpoint_every = 10
        [evaluation]
        samples = 2
        """;

    public Workspace Space { get; } = new();

    public string this[string name] => Space[name];

    public static async Task<RankedRuns> CreateAsync()
    {
        MpiJobs.Require();
        var runs = new RankedRuns();
        await runs.Space.PrepareAsync();
        runs.Space.Write("recipe.toml", Recipe);
        return runs;
    }

    /// <summary>What starts a run.</summary>
    public string[] Starting(string name, params string[] settings) =>
    [
        "train", this["recipe.toml"], "--data", this["data"], "--out", this[name], "--precision", "float32",
        .. settings.SelectMany(setting => new[] { "--set", setting }),
    ];

    /// <summary>What goes on with a run.</summary>
    public string[] Resuming(string name, params string[] settings) =>
        ["train", "--out", this[name], "--resume", .. settings.SelectMany(setting => new[] { "--set", setting })];

    /// <summary>Trains to the end.</summary>
    public async Task<Run> TrainAsync(string name, int processes, params string[] settings) =>
        Succeeded(await MpiJobs.RunAsync(processes, Starting(name, settings)));

    /// <summary>Goes on to the end.</summary>
    public async Task<Run> ResumeAsync(string name, int processes, params string[] settings) =>
        Succeeded(await MpiJobs.RunAsync(processes, Resuming(name, settings)));

    /// <summary>The lines of a run's log without their times.</summary>
    public JsonObject[] Metrics(string name) => [.. File.ReadLines(Path.Combine(this[name], "metrics.jsonl")).Select(line =>
    {
        var figures = JsonNode.Parse(line)!.AsObject();
        figures.Remove("seconds");
        figures.Remove("sum_seconds");
        return figures;
    })];

    /// <summary>All files of a run that its computation alone decides, with their content; times are left out.</summary>
    public Dictionary<string, string> Files(string name) => Directory.EnumerateFiles(this[name], "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(this[name], file))
        .Where(file => file is not ("run.json" or ".lock"))
        .ToDictionary(
            file => file,
            file => file == "metrics.jsonl"
                ? string.Join('\n', Metrics(name).Select(line => line.ToJsonString()))
                : Convert.ToHexString(File.ReadAllBytes(Path.Combine(this[name], file))));

    /// <summary>Asserts that two runs have the same lines, and the same figures but for the order of sums.</summary>
    public void AssertSame(string expected, string other)
    {
        foreach (var (own, its) in Metrics(expected).Zip(Metrics(other), (own, its) => (own, its)))
            AssertSame(own, its);
        Assert.Equal(Metrics(expected).Length, Metrics(other).Length);
    }

    public void Dispose() => Space.Dispose();

    private static void AssertSame(JsonNode? expected, JsonNode? other)
    {
        switch (expected)
        {
            case JsonObject members:
                Assert.Equal(members.Select(member => member.Key), other!.AsObject().Select(member => member.Key));
                foreach (var (name, value) in members)
                    AssertSame(value, other[name]);
                break;
            case JsonArray items:
                foreach (var (own, its) in items.Zip(other!.AsArray()))
                    AssertSame(own, its);
                break;
            case JsonValue value when value.TryGetValue<double>(out var number):
                Assert.Equal(number, other!.GetValue<double>(), 1e-4 * (1e-2 + Math.Abs(number)));
                break;
            default:
                Assert.Equal(expected?.ToJsonString(), other?.ToJsonString());
                break;
        }
    }

    private static Run Succeeded(Run run)
    {
        Assert.True(run.ExitCode == 0, run.Error);
        return run;
    }
}

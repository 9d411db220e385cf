using System.Text;
using System.Text.Json.Nodes;
using TextVae.Runs;

namespace TextVae.Tests.Runs;

/// <summary>Trainings of twenty steps in a temporary folder.</summary>
internal sealed class TinyRuns : IDisposable
{
    private const string Settings = """
        [model]
        embedding = 5
        hidden = 6
        latent = 2
        [objective]
        kl = { schedule = "logistic", from = 0.0, to = 1.0, start = 0, end = 12 }
        word_dropout = 0.2
        [training]
        batch = 8
        steps = 20
        learning_rate = 0.01
        evaluate_every = 4
        checkpoint_every = 3
        """;

    private readonly TemporaryFolder _folder = new();

    /// <param name="labels">Labels that the sentences have in turn; left out, nothing has labels.</param>
    public TinyRuns(params string?[] labels)
        : this(new TinyDataset(labels: labels))
    {
    }

    /// <param name="data">What is trained on; disposed with the runs.</param>
    public TinyRuns(TinyDataset data) => Data = data;

    public TinyDataset Data { get; }

    public RunFolder this[string name] => new(_folder[name]);

    public void Dispose()
    {
        Data.Dispose();
        _folder.Dispose();
    }

    public TrainingRun Start(string name, params string[] settings) =>
        TrainingRun.Start(Recipe.Parse(Settings, settings: settings), Data.Dataset, Data.Path, this[name]);

    public TrainingRun Resume(string name, params string[] settings) => TrainingRun.Resume(
        settings.Length == 0 ? null : Recipe.Load(this[name].Recipe, settings), Data.Dataset, this[name]);

    /// <summary>Trains from the first step to the last.</summary>
    public RunFolder Train(string name, params string[] settings)
    {
        using var run = Start(name, settings);
        _ = ToTheEnd(run);
        return this[name];
    }

    /// <summary>Goes on to the last step.</summary>
    public RunEvent[] Finish(string name, params string[] settings)
    {
        using var run = Resume(name, settings);
        return ToTheEnd(run);
    }

    /// <summary>Leaves a run where it is as soon as something has happened: no checkpoint, no farewell.</summary>
    public static void Kill(TrainingRun run, Func<RunEvent, bool> when)
    {
        using (run)
            Assert.Contains(run.Execute(TestContext.Current.CancellationToken), happening => when(happening));
    }

    /// <summary>
    /// All that two runs of the same recipe have to share, by file: everything but the lock, when they began, and how long steps
    /// took.
    /// </summary>
    public static SortedDictionary<string, string> Content(RunFolder folder) => new(
        Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetFileName(file) is not (".lock" or "run.json"))
            .ToDictionary(file => Path.GetRelativePath(folder.Path, file), file => file == folder.Metrics ? Timeless(file) : Bytes(file)));

    private static RunEvent[] ToTheEnd(TrainingRun run) => [.. run.Execute(TestContext.Current.CancellationToken)];

    private static string Bytes(string file) => Convert.ToHexString(File.ReadAllBytes(file));

    private static string Timeless(string metrics)
    {
        var text = new StringBuilder();
        foreach (var line in File.ReadLines(metrics))
        {
            var parsed = JsonNode.Parse(line)!.AsObject();
            parsed.Remove("seconds");
            text.AppendLine(parsed.ToJsonString());
        }

        return text.ToString();
    }
}

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

    /// <summary>What is trained, with some keys changed.</summary>
    public static Recipe RecipeWith(params string[] settings) => Recipe.Parse(Settings, settings: settings);

    public void Dispose()
    {
        Data.Dispose();
        _folder.Dispose();
    }

    public TrainingRun Start(string name, params string[] settings) =>
        TrainingRun.Start(RecipeWith(settings), Data.Dataset, Data.Path, this[name]);

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

    /// <summary>Stops a run as a signal does once it has made a step: it saves and throws.</summary>
    public static void Stop(TrainingRun run, long step)
    {
        using (run)
        using (var source = new CancellationTokenSource())
        {
            Assert.Throws<OperationCanceledException>(() =>
            {
                foreach (var happening in run.Execute(source.Token))
                {
                    if (happening is StepDone done && done.Record.Step == step)
                        source.Cancel();
                }
            });
        }
    }

    /// <summary>The lines of the log, or those of one kind.</summary>
    public static JsonObject[] Metrics(RunFolder folder, string? kind = null) =>
    [
        .. File.ReadLines(folder.Metrics).Select(line => JsonNode.Parse(line)!.AsObject())
            .Where(line => kind is null || (string)line["kind"]! == kind),
    ];

    private static RunEvent[] ToTheEnd(TrainingRun run) => [.. run.Execute(TestContext.Current.CancellationToken)];
}

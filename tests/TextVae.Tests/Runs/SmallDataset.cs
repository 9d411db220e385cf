using TextVae.Corpus;
using TextVae.Corpus.Synthetic;
using TextVae.Runs;
using TextVae.Tests.Corpus;

namespace TextVae.Tests.Runs;

/// <summary>Thirty synthetic reviews as a dataset folder, and room for runs; all of it goes away with the tests.</summary>
public sealed class SmallDataset : IDisposable
{
    /// <summary>What makes a model and a training of any recipe small enough for it.</summary>
    public static readonly string[] Settings =
    [
        "model.embedding=8", "model.hidden=8", "model.latent=4", "training.batch=4", "training.steps=2",
        "training.evaluate_every=1",
    ];

    private readonly TemporaryFolder _root = new();
    private readonly Dataset _dataset;
    private int _runs;

    public SmallDataset()
    {
        SyntheticCorpus.Write(_root["raw"], reviews: 30, seed: 1);
        var options = new PrepareOptions
        {
            Train = [Path.Combine(_root["raw"], "train.jsonl")],
            Valid = [Path.Combine(_root["raw"], "valid.jsonl")],
            Test = [Path.Combine(_root["raw"], "test.jsonl")],
        };
        DatasetBuilder.Prepare(options, _root["dataset"]);
        _dataset = Dataset.Open(_root["dataset"]);
    }

    /// <summary>A folder that is not there yet.</summary>
    public RunFolder NewRun() => new(_root[$"run-{_runs++}"]);

    /// <summary>Trains to the end.</summary>
    public RunEvent[] Train(Recipe recipe, RunFolder folder)
    {
        using var run = TrainingRun.Start(recipe, _dataset, _root["dataset"], folder);
        return [.. run.Execute(TestContext.Current.CancellationToken)];
    }

    public void Dispose()
    {
        _dataset.Dispose();
        _root.Dispose();
    }
}

using TextVae.Corpus;
using TextVae.Corpus.Synthetic;
using TextVae.Runs;
using TextVae.Tests;

namespace TextVae.Page.Tests;

/// <summary>Small models of synthetic reviews, trained in seconds: an autoencoder that pays attention, and others where a test asks for them.</summary>
public sealed class SyntheticRun : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, RunFolder> _runs = new(StringComparer.Ordinal);

    public SyntheticRun()
    {
        SyntheticCorpus.Write(_folder["corpus"], reviews: 800);
        var options = new PrepareOptions
        {
            Train = [Path.Combine(_folder["corpus"], "train.jsonl")],
            Valid = [Path.Combine(_folder["corpus"], "valid.jsonl")],
            Test = [Path.Combine(_folder["corpus"], "test.jsonl")],
            LabelField = "stars",
            Coverage = 1,
        };
        DatasetBuilder.Prepare(options, _folder["data"], progress: null);
        Dataset = Dataset.Open(_folder["data"]);
    }

    /// <summary>The reviews, with their stars as labels.</summary>
    public Dataset Dataset { get; }

    /// <summary>An autoencoder that pays attention to words.</summary>
    public RunFolder Autoencoder => Trained("vae", "model.summary=attention");

    /// <summary>One that was trained with labels.</summary>
    public RunFolder Labelled => Trained("labelled", "model.label_embedding=4");

    /// <summary>A language model.</summary>
    public RunFolder LanguageModel => Trained("lm", "model.kind=lm");

    public void Dispose()
    {
        Dataset.Dispose();
        _folder.Dispose();
    }

    private RunFolder Trained(string name, string setting)
    {
        if (_runs.TryGetValue(name, out var known))
            return known;
        var recipe = Recipe.Parse(
            """
            [model]
            embedding = 16
            hidden = 24
            latent = 6
            [training]
            steps = 60
            batch = 32
            learning_rate = 0.01
            evaluate_every = 20
            """, "recipe.toml", [setting, .. setting == "model.kind=lm" ? [] : new[] { "objective.kl=0.1" }]);
        var folder = new RunFolder(_folder[name]);
        using (var run = TrainingRun.Start(recipe, Dataset, _folder["data"], folder))
            Assert.NotEmpty(run.Execute().ToList());
        return _runs[name] = folder;
    }
}

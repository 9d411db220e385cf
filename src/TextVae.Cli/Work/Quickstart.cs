using TextVae.Cli.Figures;
using TextVae.Cli.Views;
using TextVae.Corpus;
using TextVae.Corpus.Synthetic;
using TextVae.Evaluation;
using TextVae.Generation;
using TextVae.Models;
using TextVae.Runs;

namespace TextVae.Cli.Work;

/// <summary>
/// A corpus whose entropy is known, a dataset, an autoencoder and its language model, their bounds beside the entropy,
/// reconstructions, samples and a figure.
/// </summary>
internal sealed class Quickstart(
    string folder, string[] settings, TextWriter output, TextWriter error, CancellationToken cancellation)
{
    private const int Shown = 6;

    /// <summary>The run folder of the autoencoder.</summary>
    public string Autoencoder => In("vae");

    /// <summary>Goes the whole way.</summary>
    /// <exception cref="RecipeException">The folder exists, or a setting is wrong.</exception>
    public void Run()
    {
        if (Path.Exists(folder))
            throw new RecipeException($"'{folder}' exists already. Choose another folder with --out, or delete that one.");
        var recipe = Recipe.Parse(RecipeText(), "recipes/quickstart.toml", settings);
        if (recipe.Model.Kind != ModelKind.Vae)
        {
            throw new RecipeException(
                "quickstart trains an autoencoder and its language model, so model.kind is not to be set. Train a language model alone with `textvae train`.");
        }

        // What only an autoencoder can have is not the language model's.
        var languageModel = recipe with
        {
            Model = recipe.Model with
            {
                Kind = ModelKind.Lm,
                Prior = PriorKind.Standard,
                Posterior = PosteriorKind.Gaussian,
                Dropout = recipe.Model.Dropout with { Encoder = 0 },
            },
            Objective = new(),
            Training = recipe.Training with { IsAggressive = false },
        };
        if (languageModel.Problems().ToArray() is { Length: > 0 } problems)
            throw new RecipeException($"The settings cannot be used for the language model. {string.Join(' ', problems)}");
        var truth = SyntheticCorpus.Write(In("corpus"), cancellation: cancellation);
        AtomicFile.WriteText(In("recipe.toml"), RecipeText());
        Heading($"{truth.Reviews:N0} synthetic reviews are in {In("corpus")}; their grammar's entropy is known");
        var info = Prepare();
        Heading($"They are {info.Train.Tokens:N0} training tokens of {info.Vocabulary.Types} types, in {In("dataset")}");
        using var dataset = Dataset.Open(In("dataset"));
        var autoencoder = Train("vae", recipe, dataset);
        var language = Train("lm", languageModel, dataset);
        ShowBounds(truth, autoencoder, language);
        ShowTexts(dataset);
        var figure = In("learning-curves.png");
        LearningCurves.Save(
            figure,
            [Curve("autoencoder (upper bound)", "vae"), Curve("language model (exact)", "lm")],
            truth.Splits["valid"].MeanNegativeLogProbability);
        Heading($"The learning curves are drawn in {figure}");
        ShowNext();
    }

    private DatasetInfo Prepare()
    {
        // All words are kept: only then is the grammar's entropy the least that a model can reach.
        var options = new PrepareOptions
        {
            Train = [In("corpus", "train.jsonl")],
            Valid = [In("corpus", "valid.jsonl")],
            Test = [In("corpus", "test.jsonl")],
            LabelField = "stars",
            Coverage = 1,
        };
        return DatasetBuilder.Prepare(options, In("dataset"), progress: null, cancellation);
    }

    /// <summary>Trains, and measures the best model on the test split.</summary>
    private EvaluationReport Train(string name, Recipe recipe, Dataset dataset)
    {
        using (var run = TrainingRun.Start(recipe, dataset, In("dataset"), new RunFolder(In(name))))
            TrainingView.Watch(run, name, error, cancellation);
        using var best = TrainedModel.Load(In(name));
        return new Evaluator(best.Model, recipe.Evaluation).Evaluate(dataset.Test, cancellation: cancellation);
    }

    private void ShowBounds(SyntheticTruth truth, EvaluationReport autoencoder, EvaluationReport language)
    {
        Heading("How well they know the test reviews, in nats a review (less is better)");
        output.WriteLine(FormattableString.Invariant(
            $"  the grammar itself   {truth.Splits["test"].MeanNegativeLogProbability,7:F2}  exact: on average no model can be better"));
        output.WriteLine(FormattableString.Invariant(
            $"  language model       {language.NllBound,7:F2}  exact, perplexity {language.Perplexity:F2}"));
        output.WriteLine(FormattableString.Invariant(
            $"  autoencoder          {autoencoder.NllBound,7:F2}  upper bound, perplexity {autoencoder.Perplexity:F2}: reconstruction {autoencoder.Reconstruction:F2} + KL {autoencoder.Kl:F2}"));
    }

    private void ShowTexts(Dataset dataset)
    {
        using var model = TrainedModel.Load(In("vae"));
        var sentences = Enumerable.Range(0, Shown).Select(dataset.Test.Read).ToArray();
        using var beam = new TextGenerator(model.Model, new DecodingOptions { Strategy = DecodingStrategy.Beam });
        Heading("Six test reviews, each with what comes back through its vector");
        foreach (var (words, text) in sentences.Zip(beam.Reconstruct(sentences)))
        {
            output.WriteLine($"  review  {TerminalText.For(output, model.TextOf(words))}");
            output.WriteLine($"  back    {TerminalText.For(output, model.TextOf(text.Words))}");
            output.WriteLine();
        }

        output.WriteLine("Six reviews from vectors drawn at random");
        using var sample = new TextGenerator(model.Model, new DecodingOptions { Strategy = DecodingStrategy.Sample });
        foreach (var text in sample.Sample(Shown))
            output.WriteLine($"  {TerminalText.For(output, model.TextOf(text.Words))}");
    }

    private void ShowNext()
    {
        Heading("Look into the model with a browser, where a page shows reconstructions, directions, samples and a map of the reviews:");
        output.WriteLine($"  textvae serve {TerminalText.For(output, Autoencoder)} --open");
        Heading("Next, with a file of your own (one text a line, JSON lines, CSV or TSV):");
        output.WriteLine("  textvae prepare FILE --out my-data");
        output.WriteLine($"  textvae train {TerminalText.For(output, In("recipe.toml"))} --data my-data --out my-run");
        output.WriteLine("  textvae evaluate my-run");
        output.WriteLine("  textvae reconstruct my-run \"a text of yours\"");
        output.WriteLine("In a checkout, textvae stands for: dotnet run -c Release --project src/TextVae.Cli --");
    }

    private void Heading(string text)
    {
        output.WriteLine();
        output.WriteLine(text);
    }

    private RunCurve Curve(string name, string run) => RunCurve.Read(name, new RunFolder(In(run)));

    private string In(params string[] parts) => Path.Combine([folder, .. parts]);

    private static string RecipeText()
    {
        using var stream = typeof(Quickstart).Assembly.GetManifestResourceStream("quickstart.toml")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
